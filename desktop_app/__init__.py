"""Bang Giao: the archive and briefing tool of a provincial foreign-affairs office.

The package imports nothing here, so that the command line starts without Qt and the import
contracts (docs/ARCHITECTURE.md) can be checked room by room.
"""

# A constant and not the installed metadata: the program also runs from a folder that nobody installed.
VERSION = "0.1.0"
