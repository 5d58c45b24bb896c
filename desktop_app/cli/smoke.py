"""The steps of ``--smoke``: the main road through the services of a window that is open."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.importing.article import ImportedArticle
from desktop_app.core.importing.jsonl import read_jsonl
from desktop_app.services.dossiers import DossierRequest
from desktop_app.services.searching import SearchRequest
from resources import read_text

if TYPE_CHECKING:
    from desktop_app.bootstrap import Services


def walk(services: Services) -> str:
    """Import a sample, accept, search and print in an empty library; return what was done in a line.

    Raises:
        AppError: a step failed.
        AssertionError: a step did not do what it promises.
    """
    lines = read_text("samples/articles.jsonl").splitlines()[:2]
    read = [item for item in read_jsonl(io.StringIO("\n".join(lines))) if isinstance(item, ImportedArticle)]
    result = services.importing.apply(services.importing.plan_articles(read, "smoke"))
    accepted = sum(services.review.accept_all(article_id) for article_id in result.article_ids)
    paid = services.search.catch_up()
    found = services.search.search(SearchRequest("Gwangju")).total
    partners = services.records.partners()
    if not (result.article_ids and accepted and paid and found and partners):
        raise AssertionError(f"{len(result.article_ids)} {accepted} {paid} {found} {len(partners)}")
    target: Path = services.paths.folder / "ho-so.pdf"
    pages = services.dossiers.build(DossierRequest(partners[0].id), target).pages
    return f"articles={len(result.article_ids)} accepted={accepted} found={found} pages={pages}"
