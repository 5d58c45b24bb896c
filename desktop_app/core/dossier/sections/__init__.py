"""The sections of a dossier, one module each: accepted records → blocks of text."""
