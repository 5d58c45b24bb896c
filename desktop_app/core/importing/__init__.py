"""Files to text: one reader for each kind, hygiene, duplicates, and the guard against marked material."""
