"""What the two releases of Whoosh do to an index, each in a process of its own.

``python acts.py FOLDER ACT…``: ``write`` makes the index, ``alter`` changes some of it, ``ask`` writes what
searches answer to stdout as JSON, ours and those of Whoosh's own searcher.
"""

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import whoosh
from whoosh.index import FileIndex
from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.terms import Term
from whoosh.searching import Searcher

from db.records import RecordKind
from desktop_app.core.search.analyser import words
from desktop_app.core.search.documents import IndexDocument
from desktop_app.core.search.index import SearchIndex
from desktop_app.core.search.sampler import generate_articles, shipped_words
from desktop_app.core.search.schema import BODY_EXACT, BODY_FOLDED, NUMBER, TITLE_FOLDED, make_schema
from desktop_app.core.search.storage import SyncedStorage, read_marker
from desktop_app.core.text.fold import fold

_COUNT = 1_300


def _documents() -> list[IndexDocument]:
    return [
        IndexDocument(RecordKind.ARTICLE, number, made.title, made.text[:500], f"{2010 + number % 15}-06-13")
        for number, made in enumerate(generate_articles(_COUNT, 5, shipped_words()), start=1)
    ]


def _write(folder: Path) -> None:
    documents = _documents()
    index = SearchIndex(folder, "library")
    index.rebuild(documents[:1_100])
    index.apply(documents[1_000:1_200])
    index.close()


def _alter(folder: Path) -> None:
    documents = _documents()
    index = SearchIndex(folder, "library")
    index.apply(documents[1_200:], [f"article:{number}" for number in range(1, 60)])
    index.apply([IndexDocument(RecordKind.VISIT, 1, "Đoàn thăm và làm việc", documents[0].body)])
    index.close()


def _ask(folder: Path) -> dict[str, Any]:
    terms = [word for word in shipped_words() if " " not in word][:60]
    texts = [" ".join(pair) for pair in pairwise(terms[:30])]
    texts += [fold(text) for text in texts]
    texts += [f'"{text}"' for text in texts] + [
        f"{first} -{second}" for first, second in pairwise(terms[30:])
    ]
    texts += [f"{word[:3]}*" for word in map(fold, terms) if len(word) > 3] + [
        "năm 2015",
        "13/6/2017",
        "6/2018",
    ]
    index = SearchIndex(folder, "library")
    answers = {text: index.search(text, limit=10_000) for text in texts}
    told = {
        "version": list(whoosh.__version__),
        "state": index.state(),
        "documents": index.document_count(),
        "answers": {
            text: {f"{hit.kind.value}:{hit.record_id}": hit.score for hit in answer.hits}
            for text, answer in answers.items()
        },
        "stock": _stock(folder, terms),
    }
    index.close()
    return told


def _stock(folder: Path, terms: list[str]) -> dict[str, Any]:
    """Answers of Whoosh's own searcher, by the number of the query."""
    marker = read_marker(folder)
    assert marker is not None
    storage = SyncedStorage(folder / marker.part)
    opened: Any = FileIndex
    reader = opened(storage, schema=make_schema()).reader()
    assert len(reader.leaf_readers()) > 1
    numbers = reader.column_reader(NUMBER)
    found: dict[str, Any] = {}
    searcher = Searcher(reader)
    folded = [word.folded for word in words(" ".join(terms))]
    exact = [word.exact for word in words(" ".join(terms))]
    for number, (first, second) in enumerate(pairwise(range(len(terms)))):
        for query in (
            And([Term(BODY_FOLDED, folded[first]), Term(BODY_FOLDED, folded[second])]),
            Or([Term(BODY_EXACT, exact[first]), Term(TITLE_FOLDED, folded[second])]),
            Phrase(BODY_FOLDED, [folded[first], folded[second]]),
        ):
            name = f"{number} {type(query).__name__}"
            found[name] = {
                str(numbers[hit.docnum]): float(hit.score or 0) for hit in searcher.search(query, limit=None)
            }
    searcher.close()
    storage.close_all()
    return found


def main(folder: Path, acts: list[str]) -> None:
    for act in acts:
        if act == "write":
            _write(folder)
        elif act == "alter":
            _alter(folder)
        else:
            json.dump(_ask(folder), sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
