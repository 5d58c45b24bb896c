"""The parts of the page that puts a dossier together."""
