"""Forms: one for each kind of record, and the dialog around them."""
