"""Full-text search on a Whoosh index; the only room that knows Whoosh. The index is a disposable cache."""
