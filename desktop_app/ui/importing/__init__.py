"""Importing articles: taking files in, the plan before anything is stored, and what became of it."""
