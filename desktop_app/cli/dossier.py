"""``dossier``: the briefing of a partner as PDF or Word."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from desktop_app.cli import streams
from desktop_app.cli.call import DONE, Call
from desktop_app.cli.searching import partner_id
from desktop_app.core.dossier.request import DossierRequest, Profile, Section
from desktop_app.errors import UserFixable, WorldError


def run(call: Call) -> int:
    """Write the dossier."""
    args = call.args
    with call.open() as services:
        number = partner_id(services, args.partner)
        if number is None:
            raise UserFixable("Chưa ghi tên đối tác.", "Hãy xem danh sách bằng lệnh: partner list")
        request = DossierRequest(
            partner_id=number,
            purpose=streams.typed(args.purpose),
            as_of=args.as_of or dt.date.today(),
            sections=sections(args.sections),
            profile=Profile(args.profile),
            notes=services.office.notes(number),
            drafter=str(services.settings.get("user_name")),
        )
        target = (args.output or Path(services.dossiers.file_name(request))).absolute()
        _make_folder(target.parent)
        built = services.dossiers.build(request, target)
    pages = f" ({built.pages} trang)" if built.pages else ""
    call.out.line(f"Đã ghi {built.path}{pages}")
    call.out.value({"path": str(built.path), "pages": built.pages or None, "partner_id": number})
    return DONE


def sections(text: str) -> tuple[Section, ...]:
    """Return the sections named, all of them when none is.

    Raises:
        UserFixable: a name is not known.
    """
    names = [name.strip().lower() for name in text.split(",") if name.strip()]
    known = {section.value: section for section in Section}
    wrong = [name for name in names if name not in known]
    if wrong:
        raise UserFixable(f"Hồ sơ không có mục {', '.join(wrong)}.", f"Có các mục: {', '.join(known)}.")
    return tuple(known[name] for name in names) or tuple(Section)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorldError(f"Không tạo được thư mục “{folder}”.", "Hãy chọn nơi khác.", str(error)) from error
