"""From what a reader extracted to an article: hygiene, the secrecy guard, passages, proposals."""

from __future__ import annotations

from desktop_app.core.importing.article import DateProposal, ImportedArticle, Proposal, RefusalReason
from desktop_app.core.importing.metadata import (
    address_in,
    author_in,
    late_events_warning,
    outlet_in,
    published_from,
    title_line,
)
from desktop_app.core.importing.outlets import outlet_of_host
from desktop_app.core.importing.passages import classify
from desktop_app.core.importing.raw import RawArticle
from desktop_app.core.importing.refusals import ReadRefused
from desktop_app.core.importing.secrecy import find_mark
from desktop_app.core.text import legacy
from desktop_app.core.text.normalise import clean, clean_line

MAX_CHARACTERS = 5_000_000
_SHORT = 200
_OPENING = 20_000


def assemble(raw: RawArticle, *, file_name: str, media_type: str, original: bytes) -> ImportedArticle:
    """Make the article of what a reader extracted.

    Raises:
        ReadRefused: it carries a secrecy mark, has no text, or too much.
    """
    raw_text = "\n".join(paragraph.text for paragraph in raw.paragraphs)
    encoding = None if raw.converted else legacy.detect(raw_text, raw.fonts)
    _refuse_marked(raw, raw_text, encoding)
    texts: list[str] = []
    captions: set[str] = set()
    for paragraph in raw.paragraphs:
        source = legacy.convert(paragraph.text, encoding) if encoding else paragraph.text
        for line in clean(source).split("\n"):
            tidy = " ".join(line.split())
            if tidy:
                texts.append(tidy)
                if paragraph.caption:
                    captions.add(tidy)
    text = "\n\n".join(texts)
    if not any(letter.isalnum() for letter in text):
        raise ReadRefused(RefusalReason.NO_TEXT)
    if len(text) > MAX_CHARACTERS:
        raise ReadRefused(RefusalReason.TOO_LARGE)
    return _with_proposals(
        raw, text, frozenset(captions), _warnings(raw, text, encoding), file_name, media_type, original
    )


def _refuse_marked(raw: RawArticle, raw_text: str, encoding: legacy.LegacyEncoding | None) -> None:
    """A stamp is also looked for as each legacy font would show it: the heading alone may be typed in one."""
    title = raw.title.value if raw.title else ""
    for opening in (raw.opening[:_OPENING], raw_text[:_OPENING], title):
        candidates = [opening] if opening.isascii() else [opening, *_as_legacy(opening)]
        if encoding:
            candidates.append(legacy.convert(opening, encoding))
        if any(find_mark(candidate) for candidate in candidates):
            raise ReadRefused(RefusalReason.MARKED_SECRET)


def _as_legacy(opening: str) -> list[str]:
    return [legacy.convert(opening, encoding) for encoding in legacy.LegacyEncoding]


def _warnings(raw: RawArticle, text: str, encoding: legacy.LegacyEncoding | None) -> tuple[str, ...]:
    warnings = list(raw.warnings)
    if encoding:
        warnings.append(
            f"Văn bản dùng phông chữ cũ {encoding.value}; đã chuyển sang chữ Unicode. "
            "Hãy đọc lướt lại trước khi lưu."
        )
    if len(text) < _SHORT:
        warnings.append("Bài rất ngắn. Hãy kiểm tra xem có thiếu phần nào không.")
    if "\ufffd" in text:
        warnings.append("Có chữ không đọc được, được thay bằng dấu “\ufffd”. Hãy đối chiếu với tệp gốc.")
    return tuple(dict.fromkeys(warnings))


def _with_proposals(
    raw: RawArticle,
    text: str,
    captions: frozenset[str],
    warnings: tuple[str, ...],
    file_name: str,
    media_type: str,
    original: bytes,
) -> ImportedArticle:
    title = _tidy(raw.title) or title_line(text)
    address = _tidy(raw.address) or address_in(text)
    where = address.value if address else ""
    return ImportedArticle(
        text=text,
        passages=classify(text, title=title.value if title else "", captions=captions),
        file_name=clean_line(file_name),
        media_type=media_type,
        original=original,
        title=title,
        outlet=_tidy(raw.outlet) or outlet_in(text, where),
        author=author_in(text) or _tidy(raw.author),
        address=address,
        published=_published(raw, where, text),
        external_id=clean_line(raw.external_id),
        warnings=warnings,
    )


def _published(raw: RawArticle, address: str, text: str) -> DateProposal | None:
    if raw.published is None:
        return published_from(address, text)
    if raw.published.warning:
        return raw.published
    day = raw.published.value.last_day()
    warning = late_events_warning(day, text, raw.published.reason) if day else ""
    return DateProposal(raw.published.value, raw.published.reason, warning)


def _tidy(proposal: Proposal | None) -> Proposal | None:
    if proposal is None:
        return None
    value = clean_line(proposal.value)
    return Proposal(value, proposal.reason, proposal.certain) if value else None


def outlet_proposal(address: str) -> Proposal | None:
    """Return the newspaper an address belongs to."""
    name = outlet_of_host(address)
    return Proposal(name, "từ địa chỉ bài") if name else None
