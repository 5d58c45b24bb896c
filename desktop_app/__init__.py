"""Bang Giao: the archive and briefing tool of a provincial foreign-affairs office.

The package imports nothing here, so that the command line starts without Qt and the import
contracts (docs/ARCHITECTURE.md) can be checked room by room.
"""
