"""Select, insert, change: one class for each table family. They return frozen records, never rows."""
