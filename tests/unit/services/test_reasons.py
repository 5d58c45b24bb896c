"""Every suggestion says why it was made, with words that stand in the article."""

import re
from pathlib import Path

import pytest

from db.records import Suggestion, SuggestionKind, SuggestionSpan
from desktop_app.core.extraction.candidates import Context, Findings, payload
from desktop_app.core.extraction.find import find
from desktop_app.services.reasons import reason_of
from desktop_app.ui.review.because import PATTERNS, because

ROOMS = Path(__file__).resolve().parents[3] / "desktop_app" / "core" / "extraction"
# What stands for the variable part of a rule's name.
PARTS = {
    "visit.{event.direction}": ("in", "out", "none"),
    "agreement.{status}": ("signed", "renewed", "to_be_signed", "proposed", "existing"),
    "commitment.{grade}": ("promise", "offer", "proposal", "intention", "wish"),
    "person.{person.mentions[0].rule}": ("title", "honorific", "dash", "bare", "known"),
    "alias.{kind}": ("person", "place"),
}
TEXT = """Đoàn công tác thành phố Gwangju thăm Nghệ An

Ngày 12/5/2023, tại thành phố Vinh, ông Trần Văn Bình, Phó Chủ tịch UBND tỉnh Nghệ An đã tiếp đoàn công tác \
của thành phố Gwangju (Hàn Quốc) do ông Han Dong-min - Phó Thị trưởng làm trưởng đoàn.

Ông Han Dong-min cho biết, thành phố Gwangju sẽ hỗ trợ đào tạo nghề cho 120 lao động Nghệ An trong năm 2024.

Hai bên đã ký Bản ghi nhớ hợp tác về lao động giữa tỉnh Nghệ An và thành phố Gwangju."""


def rules() -> set[str]:
    """The names of all rules, from the source."""
    found: set[str] = set()
    for file in ROOMS.glob("*.py"):
        for name in re.findall(r'\brule=f?"([a-z_]+\.[^"]+)"', file.read_text("utf-8")):
            head, brace, _ = name.partition("{")
            found |= {head + part for part in PARTS[name]} if brace else {name}
    return found


def kinds_of_mentions() -> set[str]:
    source = (ROOMS / "persons.py").read_text("utf-8") + (ROOMS / "known_reading.py").read_text("utf-8")
    return set(re.findall(r'\brule="([a-z]+)"', source)) | set(
        re.findall(r'_with_title_behind\([^()]*"([a-z]+)"\)', source)
    )


def test_every_rule_has_its_sentence() -> None:
    assert rules() == set(PATTERNS)
    assert kinds_of_mentions() == set(PARTS["person.{person.mentions[0].rule}"])


def suggestions(findings: Findings) -> list[Suggestion]:
    lists = {
        SuggestionKind.VISIT: findings.visits,
        SuggestionKind.AGREEMENT: findings.agreements,
        SuggestionKind.COMMITMENT: findings.commitments,
        SuggestionKind.PERSON: findings.persons,
        SuggestionKind.FIGURE: findings.figures,
        SuggestionKind.FIELD: findings.fields,
    }
    return [
        Suggestion(
            at,
            1,
            kind,
            payload(item),
            tuple(SuggestionSpan(s.start, s.end, s.field) for s in item.spans),
            item.score,
            item.rule,
        )
        for kind, items in lists.items()
        for at, item in enumerate(items, 1)
    ]


@pytest.mark.parametrize(
    ("kind", "cue", "sentence"),
    [
        (SuggestionKind.VISIT, "tiếp", "khách"),
        (SuggestionKind.COMMITMENT, "sẽ hỗ trợ", "do Thành phố Gwangju nói"),
        (SuggestionKind.AGREEMENT, "đã ký", "“Bản ghi nhớ"),
        (SuggestionKind.FIGURE, "", "đơn vị"),
        (SuggestionKind.PERSON, "", "“"),
    ],
)
def test_the_sentence_names_the_words_of_the_article(kind: SuggestionKind, cue: str, sentence: str) -> None:
    found = next(
        item
        for item in suggestions(find(TEXT, Context(published="2023-05-13", home="Nghệ An")))
        if item.kind is kind
    )
    reason = reason_of(found, TEXT)
    assert all(TEXT[word.start : word.end] == word.text for word in reason.words)
    assert cue in " ".join(word.text for word in reason.cues)
    assert sentence in because(reason)
    assert "{" not in because(reason)


def test_a_suggestion_of_an_unknown_rule_or_with_passages_gone_is_explained_too() -> None:
    gone = Suggestion(1, 1, SuggestionKind.VISIT, {}, (SuggestionSpan(5, 900, ""),), 0.5, "visit.in")
    assert because(reason_of(gone, "ngắn")).startswith("Vì ")
    strange = Suggestion(1, 1, SuggestionKind.FIGURE, {}, (), 0.5, "figure.new")
    assert because(reason_of(strange, "ngắn")).startswith("Vì ")
