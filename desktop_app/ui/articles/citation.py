"""Where a passage comes from, in one line that can be pasted into a paper."""

from __future__ import annotations

from db.records import Article


def citation(article: Article, quote: str = "") -> str:
    """Return “quote” – outlet, “title”, day, address; what is not known is left out."""
    source = [article.outlet, f"“{article.label}”"]
    if article.published.known:
        source.append(article.published.display())
    source.append(article.address)
    line = ", ".join(part for part in source if part)
    words = " ".join(quote.split())
    return f"“{words}” ({line})" if words else line
