"""The command line: the same services without Qt (DESIGN section 5)."""
