"""``export``: everything in the library as JSON and the original files, readable without this program."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.records import RecordKind
from desktop_app.cli.call import DONE, Call
from desktop_app.cli.streams import as_json
from desktop_app.cli.values import plain
from desktop_app.errors import UserFixable, WorldError

if TYPE_CHECKING:
    from desktop_app.bootstrap import Services

_KINDS = {
    "partners": RecordKind.PARTNER,
    "visits": RecordKind.VISIT,
    "agreements": RecordKind.AGREEMENT,
    "commitments": RecordKind.COMMITMENT,
    "figures": RecordKind.FIGURE,
    "people": RecordKind.PERSON,
}


def run(call: Call) -> int:
    """Write ``articles.jsonl``, one JSON-lines file for each kind of records, and ``originals/``."""
    folder: Path = call.args.folder.absolute()
    try:
        if folder.exists() and any(folder.iterdir()):
            raise UserFixable(f"Thư mục “{folder}” không trống.", "Hãy chọn một thư mục mới hoặc trống.")
        (folder / "originals").mkdir(parents=True, exist_ok=True)
        with call.open() as services:
            written = {"articles": _articles(services, folder)}
            for name, kind in _KINDS.items():
                written[name] = _records(services, folder / f"{name}.jsonl", name, kind)
    except OSError as error:
        raise WorldError(
            f"Không ghi được vào “{folder}”. Kho không bị thay đổi.", "Hãy chọn nơi khác.", str(error)
        ) from error
    call.out.value({"folder": str(folder), **written})
    call.out.line(f"Đã xuất {written['articles']} tin bài và các mục đã duyệt vào {folder}")
    return DONE


def _articles(services: Services, folder: Path) -> int:
    listed = services.records.articles()
    with (folder / "articles.jsonl").open("w", encoding="utf-8", newline="\n") as stream:
        for light in listed:
            article = services.records.get(RecordKind.ARTICLE, light.id)
            name, data = services.records.original(light.id)
            # The number keeps names apart; the ending alone is taken from the name, which is not ours.
            ending = "".join(letter for letter in Path(name).suffix if letter.isalnum() or letter == ".")[:10]
            original = f"originals/{light.id:06d}{ending}"
            (folder / original).write_bytes(data)
            stream.write(as_json({**plain(article), "original": original}) + "\n")
    return len(listed)


def _records(services: Services, path: Path, name: str, kind: RecordKind) -> int:
    records: list[Any] = getattr(services.records, name)()
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for record in records:
            evidence = plain(services.records.evidence(kind, record.id))
            stream.write(as_json({**plain(record), "evidence": evidence}) + "\n")
    return len(records)
