"""What the program exists for: Vietnamese text, importing, extraction, search, dossier. No Qt, no SQL."""
