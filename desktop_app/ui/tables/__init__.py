"""Lists of records: item model, order, filter, copying and the table itself."""
