"""Vietnamese text as such: hygiene, folding, sentences, dates, order. No diplomacy, no files."""
