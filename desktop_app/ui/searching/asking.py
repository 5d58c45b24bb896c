"""What is asked of the search service for one look at the screen; for worker threads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from desktop_app.services.searching import Facet, SearchRequest, SearchResults


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to the question with this number; ``adds``: to one that continues it."""

    number: int
    results: SearchResults
    adds: bool = False


def found_for(search: Any, request: SearchRequest) -> SearchResults:
    """Search; a last word that no text has is taken for the beginning of one, as it is while one types."""
    results: SearchResults = search.search(request)
    if results.total or not request.text[-1:].isalnum():
        return results
    begun: SearchResults = search.search(replace(request, typing=True))
    return begun if begun.total else results


def counts_for(search: Any, request: SearchRequest) -> tuple[tuple[Facet, ...], dict[int, int]]:
    """Count every value under all other filters, and every year as if no days were chosen."""
    facets: tuple[Facet, ...] = search.facets(request)
    everything = facets
    if request.dated_from or request.dated_to:
        everything = search.facets(replace(request, dated_from="", dated_to=""))
    years = {
        int(facet.value): facet.count
        for facet in everything
        if facet.name == "year" and facet.value.isdecimal()
    }
    return facets, years
