"""The library: what is kept, and how. Imports nothing here; see ``db.records`` and ``db.work``."""
