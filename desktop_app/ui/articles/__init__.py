"""Parts of the page of articles: the reader, the form of one article, the past imports."""
