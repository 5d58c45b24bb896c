"""Reusable parts of the window, ignorant of the office's subject."""
