"""The page of one partner, part by part."""
