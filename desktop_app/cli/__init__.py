"""The command line: everything but the window, without Qt, for scripts and for machines without a display."""
