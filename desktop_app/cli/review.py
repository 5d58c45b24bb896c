"""``review``: the review desk for scripts and tests; the window is the main place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from db.records import RecordKind
from desktop_app.cli.call import DONE, NOTHING, REFUSALS, Call
from desktop_app.cli.values import changed, lines, plain
from desktop_app.errors import AppError, UserFixable
from desktop_app.labels import label

if TYPE_CHECKING:
    from db.records import Article
    from desktop_app.bootstrap import Services
    from desktop_app.services.drafts import Draft
    from desktop_app.services.review import Card

_QUOTE = 200


def list_pending(call: Call) -> int:
    """List what waits."""
    answers: list[dict[str, Any]] = []
    with call.open() as services:
        wanted = [call.args.article] if call.args.article else [item.id for item in services.review.queue()]
        for article_id in wanted:
            desk = services.review.desk(article_id)
            call.out.line(f"Tin bài {article_id}: {desk.article.label}")
            for card in desk.pending:
                doubts = f" (cần xem lại: {'; '.join(card.suggestion.doubts)})" if card.doubtful else ""
                kind = label(card.suggestion.kind)
                call.out.line(f"  {card.suggestion.id}\t{kind}\t{card.headline}{doubts}")
                answers.append(_plain(card, desk.article))
    call.out.value(answers)
    return DONE


def show(call: Call) -> int:
    """Show one suggestion with what it rests on."""
    with call.open() as services:
        card, article = _card(services, call.args.id)
    suggestion = card.suggestion
    call.out.value({**_plain(card, article), "payload": suggestion.payload, "draft": plain(card.draft)})
    say = call.out.line
    say(f"Gợi ý {suggestion.id} · {label(suggestion.kind)} · {label(suggestion.state)}")
    say(card.headline)
    record = _record(card.draft)
    for text in lines(record) if record is not None else ():
        say(f"  {text}")
    for doubt in suggestion.doubts:
        say(f"  Cần xem lại: {doubt}")
    for item in card.merge:
        say(f"  Có thể trùng với {item.kind.value}:{item.record_id} {item.title}")
    say(f"Căn cứ trong tin bài {article.id}: {article.label}")
    for start, end in dict.fromkeys((span.start, span.end) for span in suggestion.spans):
        say(f"  “{' '.join(article.text[start:end].split())[:_QUOTE]}”")
    return DONE


def accept(call: Call) -> int:
    """Accept suggestions as found."""
    return _decide(call, lambda services, number: services.review.accept(number))


def reject(call: Call) -> int:
    """Reject suggestions."""
    return _decide(call, lambda services, number: services.review.reject(number, call.args.reason))


def _decide(call: Call, decide: Callable[[Services, int], Any]) -> int:
    answers: list[dict[str, Any]] = []
    with call.open() as services:
        for number in call.args.ids:
            try:
                key = decide(services, number)
            except AppError as error:
                answers.append({"id": number, "error": str(error)})
                call.out.note(f"Gợi ý {number}: {error}")
                continue
            answers.append({"id": number, **_key(key)})
            made = f" → {label(key[0])} {key[1]}" if key else ": đã bác bỏ"
            call.out.line(f"Gợi ý {number}{made}")
        call.index_paid(services)
    call.out.value(answers)
    failed = sum("error" in answer for answer in answers)
    return DONE if not failed else NOTHING if failed == len(answers) else REFUSALS


def edit(call: Call) -> int:
    """Accept a suggestion with values a person corrected."""
    with call.open() as services:
        card, _ = _card(services, call.args.id)
        key = services.review.accept(call.args.id, _edited(card.draft, call.args.values))
        call.index_paid(services)
    call.out.value({"id": call.args.id, **_key(key)})
    call.out.line(f"Gợi ý {call.args.id} → {label(key[0])} {key[1]}")
    return DONE


def _edited(draft: Draft, assignments: list[str]) -> Draft:
    """The draft with changed values; ``partners=A;B`` names the partners, the rest are fields."""
    from desktop_app.services.drafts import LinkedDraft, ProfileDraft, VisitDraft

    named = [text for text in assignments if text.startswith("partners=")]
    others = [text for text in assignments if not text.startswith("partners=")]
    match draft:
        case VisitDraft():
            edited: Draft = replace(draft, visit=changed(draft.visit, others))
        case LinkedDraft():
            edited = replace(draft, record=changed(draft.record, others))
        case ProfileDraft():
            places = [text for text in others if text.startswith("place=")]
            fact = changed(draft.fact, [text for text in others if text not in places])
            place = places[-1].partition("=")[2] if places else draft.place
            edited = ProfileDraft(place, fact)
        case _:
            return changed(draft, others)
    if not named:
        return edited
    if isinstance(edited, ProfileDraft):
        raise UserFixable("Thông tin đối tác chỉ gắn với một đối tác.", "Hãy dùng place=TÊN.")
    names = [name.strip() for name in named[-1].partition("=")[2].split(";")]
    return replace(edited, partners=tuple((name, "") for name in names if name))


def accept_all(call: Call) -> int:
    """Accept what is not doubtful, article by article."""
    answers: list[dict[str, Any]] = []
    with call.open() as services:
        wanted = call.args.articles or [item.id for item in services.review.queue()]
        for article_id in wanted:
            accepted = services.review.accept_all(article_id)
            answers.append({"article": article_id, "accepted": accepted})
            call.out.line(f"Tin bài {article_id}: đã duyệt {accepted} gợi ý")
        call.index_paid(services)
        left = services.maintenance.counts().pending_suggestions
    call.out.value(
        {"articles": answers, "accepted": sum(item["accepted"] for item in answers), "pending": left}
    )
    call.out.note(f"Còn chờ duyệt: {left} gợi ý.")
    return DONE


def merge(call: Call) -> int:
    """Let a suggestion be further evidence of a record."""
    kind, _, number = call.args.target.partition(":")
    try:
        target = RecordKind(kind), int(number)
    except ValueError as error:
        raise UserFixable(f"Không hiểu “{call.args.target}”.", "Hãy ghi như visit:3.") from error
    with call.open() as services:
        services.records.get(*target)
        key = services.review.merge(call.args.id, *target)
        call.index_paid(services)
    call.out.value({"id": call.args.id, **_key(key)})
    call.out.line(f"Gợi ý {call.args.id} đã gộp vào {label(key[0])} {key[1]}")
    return DONE


def _card(services: Services, suggestion_id: int) -> tuple[Card, Article]:
    desk = services.review.desk(services.review.article_of(suggestion_id))
    for card in desk.cards:
        if card.suggestion.id == suggestion_id:
            return card, desk.article
    raise UserFixable(
        f"Gợi ý {suggestion_id} thấp hơn ngưỡng nên đang được ẩn.", "Hãy hạ ngưỡng gợi ý trong cài đặt."
    )


def _record(draft: Draft) -> Any:
    return getattr(draft, "visit", None) or getattr(draft, "record", None) or getattr(draft, "fact", None)


def _key(key: tuple[RecordKind, int] | None) -> dict[str, Any]:
    return {"kind": key[0].value, "record_id": key[1]} if key else {"rejected": True}


def _plain(card: Card, article: Article) -> dict[str, Any]:
    suggestion = card.suggestion
    return {
        "id": suggestion.id,
        "article": article.id,
        "external_id": article.external_id or None,
        "kind": suggestion.kind.value,
        "state": suggestion.state.value,
        "headline": card.headline,
        "score": suggestion.score,
        "rule": suggestion.rule,
        "doubts": list(suggestion.doubts),
        "spans": [[span.start, span.end, span.field] for span in suggestion.spans],
        "merge": [f"{item.kind.value}:{item.record_id}" for item in card.merge],
    }
