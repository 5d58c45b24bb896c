"""What a card says: kind, certainty and fields of a draft in plain words. No widgets here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from db.dates import DatePrecision, PartialDate
from db.records import (
    Agreement,
    Commitment,
    Direction,
    Figure,
    Participant,
    Person,
    Role,
    Side,
    StopKind,
    SuggestionKind,
    Visit,
)
from desktop_app.labels import label
from desktop_app.services.drafts import AliasDraft, Draft, FieldDraft, LinkedDraft, ProfileDraft, VisitDraft
from desktop_app.services.review import Card
from desktop_app.ui.review.years import date_of

Line = tuple[str, str]
MOST_LINES = 9
_LONGEST = 120

ICONS: dict[SuggestionKind, str] = {
    SuggestionKind.VISIT: "plane",
    SuggestionKind.AGREEMENT: "file-signature",
    SuggestionKind.COMMITMENT: "flag",
    SuggestionKind.PERSON: "user",
    SuggestionKind.FIGURE: "chart-column",
    SuggestionKind.PROFILE: "map-pin",
    SuggestionKind.FIELD: "tag",
    SuggestionKind.ALIAS: "link",
}
# Visits first: what is accepted later is linked to them.
_ORDER = tuple(ICONS)


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure the rules are, in words, and the kind of badge that shows it."""

    words: str
    badge: str


def in_order(cards: Iterable[Card]) -> list[Card]:
    """The cards as the desk lists them: by kind, then as they stand in the article."""
    return sorted(cards, key=lambda card: (_ORDER.index(card.suggestion.kind), _first_place(card)))


def _first_place(card: Card) -> int:
    return min((span.start for span in card.suggestion.spans), default=0)


def kind_words(card: Card) -> str:
    """What kind of thing a card suggests; a visit says its direction."""
    item = card.draft
    if isinstance(item, VisitDraft):
        return label(item.visit.direction)
    if isinstance(item, LinkedDraft) and isinstance(item.record, Agreement | Commitment):
        known = item.record.kind if isinstance(item.record, Agreement) else item.record.grade
        word = label(card.suggestion.kind)
        return word if label(known).startswith(word) else f"{word} · {label(known).lower()}"
    return label(card.suggestion.kind)


def certainty(card: Card) -> Certainty:
    """Whatever raises a doubt has to be looked at, however well the words fit."""
    if card.doubtful or card.suggestion.score < 0.6:
        return Certainty(_tr("cần xem"), "warning")
    date = date_of(card.draft)
    if card.suggestion.score < 0.8 or (date is not None and date.inferred):
        return Certainty(_tr("khá chắc"), "")
    return Certainty(_tr("chắc"), "success")


def headline(card: Card) -> str:
    """One line that tells this card from the others of its kind."""
    item = card.draft
    match item:
        case VisitDraft():
            parts = (date_words(item.visit.period) if item.visit.period.known else "", item.visit.title)
            return " · ".join(part for part in parts if part)
        case LinkedDraft(record=Person() as record):
            return " – ".join(part for part in (record.name, _posts(record)) if part)
        case LinkedDraft(record=Figure() as record):
            return f"{_stated(record)} · {record.what}"
        case _:
            return " ".join(card.headline.split())


def same_words(card: Card) -> str:
    """In how many articles a fact stands, "" when only in this one."""
    return _tr("Cùng trong {0} bài").format(len(card.others) + 1) if card.others else ""


def field_words(field: str) -> str:
    """What a field is called about which articles disagree."""
    return {
        "period": _tr("thời gian"),
        "heads": _tr("trưởng đoàn"),
        "quantity": _tr("số lượng"),
        "deadline": _tr("thời hạn"),
    }.get(field, field)


def lines(item: Draft) -> list[Line]:
    """The main fields of a draft as (label, text), the most telling first."""
    found: list[Line] = []
    match item:
        case VisitDraft():
            found = _visit(item)
        case LinkedDraft(record=Agreement() as record):
            found = _agreement(record, item.partners)
        case LinkedDraft(record=Commitment() as record):
            found = _commitment(record)
        case LinkedDraft(record=Person() as record):
            found = _person(record)
        case LinkedDraft(record=Figure() as record):
            found = _figure(record)
        case ProfileDraft():
            found = [
                (_tr("Đối tác"), item.place or _tr("chưa rõ")),
                (item.fact.name, item.fact.value),
                (_tr("Tính đến"), item.fact.as_of.display() if item.fact.as_of.known else ""),
            ]
        case FieldDraft():
            found = [(_tr("Lĩnh vực"), item.name)]
        case AliasDraft():
            found = [(_tr("Cách viết"), item.alias), (_tr("Có thể là"), item.canonical)]
    return [(name, short(text)) for name, text in found if text][:MOST_LINES]


def short(text: str, longest: int = _LONGEST) -> str:
    """``text`` on one line, cut at a word."""
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(",;. ") + "…"


def people(items: Iterable[Participant], most: int = 3) -> str:
    """Names with posts, as one reads them out."""
    named = list(items)
    words = [" – ".join(part for part in (p.name, _post(p)) if part) for p in named[:most]]
    if len(named) > most:
        words.append(_tr("và {0} người nữa").format(len(named) - most))
    return "; ".join(words)


def _post(person: Participant) -> str:
    return _post_words(person.title, person.organisation)


def _places(items: Iterable[tuple[str, str]]) -> str:
    """Names by country, so that each country is named once."""
    by_country: dict[str, list[str]] = {}
    for name, country in items:
        by_country.setdefault("" if country == name else country, []).append(name)
    words = [
        f"{', '.join(names)} ({country})" if country else ", ".join(names)
        for country, names in by_country.items()
    ]
    return "; ".join(words)


def _visit(item: VisitDraft) -> list[Line]:
    visit = item.visit
    stops = [stop.name for stop in visit.stops if stop.kind is StopKind.LOCALITY]
    sites = [stop.name for stop in visit.stops if stop.kind is StopKind.SITE]
    where = ", ".join(dict.fromkeys([visit.location, *visit.localities])).strip(", ")
    who = _tr("Đoàn ta") if visit.direction is Direction.OUT else _tr("Khách")
    return [
        (_tr("Thời gian"), date_words(visit.period)),
        (who, visit.guest_organisation),
        (_tr("Trưởng đoàn"), people(visit.heads())),
        (_tr("Tiếp đoàn"), people(visit.hosts()) or visit.host_organisation),
        (_tr("Đối tác"), _places(item.partners)),
        (_tr("Tại"), where if visit.direction is not Direction.OUT else visit.location),
        (_tr("Điểm đến"), ", ".join(stops)),
        (_tr("Khảo sát"), ", ".join(sites)),
        (_tr("Tặng phẩm"), visit.gifts),
        (_tr("Thành viên"), people(_with_role(visit, Role.MEMBER))),
        (_tr("Đã gặp"), people(_with_role(visit, Role.MET))),
    ]


def _with_role(visit: Visit, role: Role) -> list[Participant]:
    return [person for person in visit.participants if person.role is role]


def _agreement(record: Agreement, partners: tuple[tuple[str, str], ...]) -> list[Line]:
    parties = " – ".join(part for part in (record.own_party, record.partner_party) if part)
    return [
        (_tr("Tên"), record.title),
        (_tr("Tên khác"), "; ".join(record.other_titles)),
        (_tr("Các bên"), parties or _places(partners) or _tr("bài không nêu")),
        (_tr("Tình trạng"), label(record.status)),
        (_tr("Ngày ký"), record.signed.display()),
        (_tr("Người ký"), record.signers or _tr("bài không nêu")),
        (_tr("Nội dung"), record.subject),
        (_tr("Lĩnh vực"), ", ".join(record.fields)),
    ]


def _commitment(record: Commitment) -> list[Line]:
    side = "" if record.side is Side.UNKNOWN else f" ({label(record.side).lower()})"
    return [
        (_tr("Nội dung"), record.content),
        (_tr("Bên nói"), f"{record.by_name}{side}" if record.by_name else _tr("chưa rõ")),
        (_tr("Nói với"), record.to_name),
        (_tr("Mức độ"), label(record.grade)),
        (_tr("Số lượng"), record.quantity),
        (_tr("Hạn"), record.deadline.display() if record.deadline.known else ""),
        (_tr("Lĩnh vực"), ", ".join(record.fields)),
    ]


def _person(record: Person) -> list[Line]:
    posts = _posts(record)
    side = label(record.side) if record.side is not Side.UNKNOWN else ""
    return [
        (_tr("Họ tên"), record.name),
        (_tr("Chức vụ"), posts or _tr("bài không nêu")),
        (_tr("Phía"), " · ".join(part for part in (side, record.country) if part)),
    ]


def _posts(record: Person) -> str:
    return "; ".join(_post_words(post.title, post.organisation) for post in record.posts)


def _post_words(title: str, organisation: str) -> str:
    if organisation and organisation.casefold() not in title.casefold():
        return ", ".join(part for part in (title, organisation) if part)
    return title


def _stated(record: Figure) -> str:
    about = record.qualifier or (_tr("khoảng") if record.approximate else "")
    stated = record.stated or f"{number(record.value)} {record.unit}".strip()
    return stated if stated.casefold().startswith(about.casefold()) else f"{about} {stated}"


def _figure(record: Figure) -> list[Line]:
    value = _stated(record)
    exact = f"{number(record.value)}"
    if record.value_max is not None:
        exact += f" – {number(record.value_max)}"
    return [
        (_tr("Chỉ tiêu"), record.what),
        (_tr("Giá trị"), f"{value}  =  {exact} {record.unit}".rstrip() if exact not in value else value),
        (_tr("Phạm vi"), record.scope),
        (_tr("Thời kỳ"), record.period.display() if record.period.known else _tr("bài không nêu")),
    ]


def date_words(date: PartialDate) -> str:
    """A date as the card shows it: an open year is said once."""
    return (date.confirmed() if date.precision is DatePrecision.NO_YEAR else date).display()


def number(value: float) -> str:
    """A number as it is written in Vietnamese: 1.234,5."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Review", text)
