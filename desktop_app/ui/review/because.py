"""Why a suggestion was made, in one plain sentence. No widgets here."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.services.reasons import Reason, Words

# {cues}, {about} and {who} are words of the article. The second pattern is for a reason without cue words.
PATTERNS: dict[str, tuple[str, str]] = {
    "visit.in": (
        "Vì câu có {cues}, nói về khách {about} đến địa phương.",
        "Vì câu được tô nói về khách {about} đến địa phương.",
    ),
    "visit.out": (
        "Vì câu có {cues}, nói về đoàn trong nước đi {about}.",
        "Vì câu được tô nói về đoàn trong nước đi {about}.",
    ),
    "visit.none": (
        "Vì câu có {cues}, nói về việc giữa địa phương và phía {about}, không nêu đoàn nào đi hay đến.",
        "Vì câu được tô nói về việc giữa địa phương và phía {about}, không nêu đoàn nào đi hay đến.",
    ),
    "visit.next_leg": (
        "Vì câu có {cues}, kèm ngày và nơi đến khác: {about}.",
        "Vì câu được tô nêu ngày và nơi đến khác: {about}.",
    ),
    "agreement.signed": ("Vì câu có {cues} và nêu văn bản {about}.", "Vì câu nêu văn bản đã ký: {about}."),
    "agreement.renewed": (
        "Vì câu có {cues} và nêu văn bản {about}.",
        "Vì câu nêu văn bản được ký lại: {about}.",
    ),
    "agreement.to_be_signed": (
        "Vì câu có {cues}, tức là sắp ký, và nêu văn bản {about}.",
        "Vì câu nêu văn bản sắp ký: {about}.",
    ),
    "agreement.proposed": (
        "Vì câu có {cues}, tức là mới có ý định, và nêu văn bản {about}.",
        "Vì câu nêu văn bản mới có ý định ký: {about}.",
    ),
    "agreement.existing": (
        "Vì câu có {cues}, tức là đã có từ trước, và nêu văn bản {about}.",
        "Vì câu nêu văn bản đã có từ trước: {about}.",
    ),
    "commitment.promise": ("Vì câu có {cues} do {who} nói.", "Vì câu được tô là lời hứa của {who}."),
    "commitment.offer": (
        "Vì câu có {cues} do {who} nói, tức là ngỏ ý làm.",
        "Vì câu được tô là lời ngỏ của {who}.",
    ),
    "commitment.proposal": (
        "Vì câu có {cues} do {who} nói, tức là đề nghị.",
        "Vì câu được tô là đề nghị của {who}.",
    ),
    "commitment.intention": (
        "Vì câu có {cues} do {who} nói, tức là ý định ký kết.",
        "Vì câu được tô là ý định của {who}.",
    ),
    "commitment.wish": (
        "Vì câu có {cues} do {who} nói, tức là mong muốn.",
        "Vì câu được tô là mong muốn của {who}.",
    ),
    "person.title": ("Vì trước tên người có chức vụ {about}.", "Vì trước tên người có chức vụ {about}."),
    "person.honorific": (
        "Vì trước tên người có cách xưng hô {cues}.",
        "Vì trước tên người có cách xưng hô.",
    ),
    "person.dash": (
        "Vì tên người đứng sau dấu gạch nối và chức vụ {about}.",
        "Vì tên người đứng sau dấu gạch nối và chức vụ {about}.",
    ),
    "person.bare": ("Vì ngay sau tên người là chức vụ {about}.", "Vì ngay sau tên người là chức vụ {about}."),
    "person.known": ("Vì tên này đã có trong sổ nhân vật.", "Vì tên này đã có trong sổ nhân vật."),
    "figure.unit": ("Vì có con số đi với đơn vị đo: {about}.", "Vì có con số đi với đơn vị đo: {about}."),
    "field.phrase": (
        "Vì bài có từ chỉ lĩnh vực hợp tác: {about}.",
        "Vì bài có từ chỉ lĩnh vực hợp tác: {about}.",
    ),
    "profile.phrase": ("Vì câu giới thiệu đối tác: {about}.", "Vì câu giới thiệu đối tác: {about}."),
    "alias.spelling": (
        "Vì bài viết một tên theo hai cách gần giống nhau: {about}.",
        "Vì bài viết một tên theo hai cách gần giống nhau: {about}.",
    ),
    "alias.person": (
        "Vì {about} gần giống một tên trong sổ nhân vật.",
        "Vì {about} gần giống một tên trong sổ nhân vật.",
    ),
    "alias.place": (
        "Vì {about} gần giống tên một đối tác trong sổ.",
        "Vì {about} gần giống tên một đối tác trong sổ.",
    ),
}


def because(reason: Reason) -> str:
    """Return the sentence of a card: which words of the article made the suggestion."""
    pattern = PATTERNS.get(reason.rule)
    if pattern is None:
        return _tr("Vì bài có những chữ được tô ở bên cạnh.")
    words = _tr(pattern[0] if reason.cues else pattern[1])
    who = _tr("người nói chưa rõ") if not reason.who else reason.who
    if "{about}" in words and not reason.about:
        return (
            _tr("Vì bài có {0}.").format(_quoted(reason.cues))
            if reason.cues
            else _tr("Vì bài có những chữ được tô ở bên cạnh.")
        )
    return words.format(cues=_quoted(reason.cues), about=_quoted(reason.about), who=who)


def _quoted(words: tuple[Words, ...]) -> str:
    return ", ".join(dict.fromkeys(f"“{word.text}”" for word in words))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Review", text)
