"""People of both sides, every post with the date for which it is known."""

from __future__ import annotations

from db.records import Participant, Person, Post, Role, Side, Visit
from desktop_app.core.dossier.context import Context, empty, join, say
from desktop_app.core.dossier.model import Block, Column, Heading, Paragraph, Table, Text
from desktop_app.core.dossier.text import clean, line
from desktop_app.core.dossier.wording import is_stale, post_dates, post_title, show_date
from desktop_app.labels import label

_COLUMNS = (
    Column("Họ tên", 0.30),
    Column("Chức vụ và thời điểm biết đến", 0.42),
    Column("Đã gặp", 0.28),
)

_MOST_MEETINGS = 4


def build(ctx: Context) -> tuple[Block, ...]:
    """Their people first, then ours who have dealt with this partner."""
    blocks: list[Block] = []
    for side, title in (
        (Side.THEIRS, "Phía bạn"),
        (Side.OURS, "Phía ta"),
        (Side.BOTH, "Hai bên"),
        (Side.UNKNOWN, "Chưa rõ bên"),
    ):
        rows = [_person_row(ctx, p) for p in ctx.people() if p.side is side]
        rows += [_participant_row(ctx, visits, p) for p, visits in _others(ctx, side)]
        if rows:
            blocks += [Heading(title), Table(_COLUMNS, tuple(rows))]
    if not blocks:
        return empty("Chưa ghi nhận nhân vật nào.")
    note = "Chức vụ ghi đúng tại thời điểm nêu trong nguồn; trước khi dùng cần kiểm tra chức vụ hiện nay."
    return (Paragraph(say(note, italic=True), "note"), *blocks)


def name_of(person: Person) -> str:
    """Form of address, name, and the name in its own script."""
    words = " ".join(part for part in (line(person.honorific), line(person.name)) if part)
    return f"{words} ({line(person.native_name)})" if person.native_name.strip() else words


def posts_of(ctx: Context, person: Person) -> Text:
    """All posts of a person, each named once with every date for which it is known, and its marks."""
    groups: dict[str, list[Post]] = {}
    for post in person.posts:
        groups.setdefault(post_title(post), []).append(post)
    texts: list[Text] = []
    for title, posts in groups.items():
        words = f"{ctx.places.say(title)} ({'; '.join(dict.fromkeys(post_dates(p) for p in posts))})"
        words = words.replace("; tại thời điểm ", "; ")
        if all(is_stale(post, ctx.as_of) for post in posts):
            words += ", thông tin đã quá 2 năm"
        own = tuple(run for post in posts for run in ctx.marks("post", post.id, limit=1))
        texts.append(say(words, own or ctx.marks("person", person.id, "title", "post", "posts", limit=2)))
    return join(*texts) or say("Chưa rõ chức vụ")


def _person_row(ctx: Context, person: Person) -> tuple[Text, ...]:
    name = say(name_of(person), ctx.marks("person", person.id, "name", limit=2), bold=True)
    extra: list[Text] = []
    if person.aliases:
        extra.append(say("Cách viết khác: " + ", ".join(line(a) for a in person.aliases)))
    if person.languages.strip():
        extra.append(say("Ngoại ngữ: " + line(person.languages)))
    if ctx.request.include_people_notes and person.note.strip():
        extra.append(say("Lưu ý: " + clean(person.note), italic=True))
    return (join(name, *extra), posts_of(ctx, person), _met(ctx, person))


def _met(ctx: Context, person: Person) -> Text:
    texts = [
        say(
            f"{show_date(visit.period)}: {label(part.role)}",
            ctx.marks("visit", visit.id, "participants", role_field(part.role), limit=1),
        )
        for visit in ctx.held()
        for part in visit.participants
        if _is(part, person)
    ]
    return _latest(texts)


def _latest(texts: list[Text]) -> Text:
    if not texts:
        return say("Chưa ghi nhận")
    older = len(texts) - _MOST_MEETINGS
    first = say(f"{older} lần trước đó", italic=True) if older > 0 else ()
    return join(first, *texts[-_MOST_MEETINGS:])


def _is(part: Participant, person: Person) -> bool:
    if part.person_id is not None:
        return part.person_id == person.id
    names = {line(person.name).casefold(), *(line(a).casefold() for a in person.aliases)}
    return line(part.name).casefold() in names and part.side in (person.side, Side.UNKNOWN)


def _others(ctx: Context, side: Side) -> list[tuple[Participant, list[Visit]]]:
    """Participants who have no record of their own, with the visits they took part in."""
    people = ctx.people()
    found: dict[tuple[str, str], tuple[Participant, list[Visit]]] = {}
    for visit in ctx.held():
        for part in visit.participants:
            if part.side is not side or not part.name.strip() or any(_is(part, p) for p in people):
                continue
            key = (line(part.name), line(part.organisation))
            found.setdefault(key, (part, []))[1].append(visit)
    return list(found.values())


def _participant_row(ctx: Context, visits: list[Visit], part: Participant) -> tuple[Text, ...]:
    dates = show_date(visits[-1].period)
    post = ", ".join(x for x in (line(part.title), line(part.organisation)) if x)
    marks = ctx.marks("visit", visits[-1].id, "participants", role_field(part.role), limit=1)
    words = f"{ctx.places.say(post)} (tại thời điểm {dates})" if post else "Chưa rõ chức vụ"
    met = _latest([say(f"{show_date(v.period)}: {label(part.role)}") for v in visits])
    return (say(line(part.name), bold=True), say(words, marks), met)


def role_field(role: Role) -> str:
    """The field of a visit under which evidence for a role is filed."""
    return {Role.HEAD: "heads", Role.HOST: "hosts", Role.CO_HOST: "hosts", Role.MET: "met"}.get(
        role, "members"
    )
