"""``import``: files, folders and JSON lines, one line of answer for each article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop_app.cli.call import DONE, NOTHING, REFUSALS, Call
from desktop_app.errors import UserFixable

if TYPE_CHECKING:
    from desktop_app.bootstrap import Services
    from desktop_app.services.importing import ImportPlan, ImportResult, PlanItem

_WORDS = {
    "imported": "đã nhập",
    "identical": "đã có",
    "near": "gần giống",
    "refused": "từ chối",
    "failed": "lỗi",
}


def run(call: Call) -> int:
    """Import what is named. Near-duplicates are told, and stored only with ``--near``."""
    with call.open() as services:
        plan = _plan(call, services)
        if not plan.items:
            call.out.note("Không có tệp nào để nhập.")
            return NOTHING
        plan = replace(plan, items=tuple(_settled(item, near=call.args.near) for item in plan.items))
        result = services.importing.apply(plan)
        answers = list(_answers(plan, result))
        if result.article_ids:
            call.index_paid(services)
    return _tell(call, answers)


def _plan(call: Call, services: Services) -> ImportPlan:
    from desktop_app.services.importing import ImportPlan

    paths: list[Path] = call.args.paths
    if not call.args.jsonl:
        return services.importing.plan_files(paths)
    if len(paths) != 1:
        raise UserFixable("Với --jsonl chỉ nhập được một tệp mỗi lần.", "Hãy nhập từng tệp một.")
    plan = services.importing.plan_jsonl(paths[0])
    return ImportPlan(plan.items, plan.source)


def _settled(item: PlanItem, *, near: bool) -> PlanItem:
    """The item with what nobody can be asked for here: a title, and whether a near-duplicate is wanted."""
    from desktop_app.services.importing import PlanState

    if item.imported is None:
        return item
    title = item.title
    if not title.strip():
        title = item.imported.title.value if item.imported.title else Path(item.file_name).stem
    return replace(item, title=title, take=item.take or (near and item.state is PlanState.NEAR))


def _answers(plan: ImportPlan, result: ImportResult) -> Iterator[dict[str, Any]]:
    stored = iter(result.article_ids)
    failed = list(result.failed)
    for item in plan.items:
        answer: dict[str, Any] = {"file": item.file_name, "title": item.title}
        if item.imported is not None and item.imported.external_id:
            answer["external_id"] = item.imported.external_id
        if item.known_id is not None or item.known_title:
            answer |= {"known_id": item.known_id, "known_title": item.known_title}
        if not item.take:
            state = {"identical": "identical", "near": "near"}.get(item.state.value, "refused")
            yield answer | {"state": state, "reason": item.sentence, "similarity": round(item.similarity, 3)}
        elif failed and failed[0][0] == item.file_name:
            yield answer | {"state": "failed", "reason": failed.pop(0)[1]}
        else:
            yield answer | {"state": "imported", "id": next(stored, None), "notes": _notes(item)}


def _notes(item: PlanItem) -> list[str]:
    notes = list(item.imported.warnings) if item.imported else []
    if item.imported is not None and not (item.imported.title and item.imported.title.certain):
        notes.append("tiêu đề do chương trình đặt tạm, cần xem lại")
    if not item.published.known:
        notes.append("chưa rõ ngày đăng")
    return notes


def _tell(call: Call, answers: list[dict[str, Any]]) -> int:
    for answer in answers:
        call.out.line(_line(answer))
    counts = {state: sum(answer["state"] == state for answer in answers) for state in _WORDS}
    call.out.value({"articles": answers, **counts})
    call.out.note(
        f"Đã nhập {counts['imported']}, đã có {counts['identical']}, gần giống {counts['near']}, "
        f"từ chối {counts['refused']}, lỗi {counts['failed']}."
    )
    return REFUSALS if counts["refused"] or counts["failed"] else DONE


def _line(answer: dict[str, Any]) -> str:
    state = answer["state"]
    start = f"{_WORDS[state]}\t{answer['file']}"
    if state == "imported":
        notes = f" ({'; '.join(answer['notes'])})" if answer["notes"] else ""
        return f"{start}\tsố {answer['id']}: {answer['title']}{notes}"
    if state in ("identical", "near"):
        known = answer.get("known_id")
        number = f"số {known}: " if known else ""
        share = f" (giống {answer['similarity']:.0%}, chưa nhập)" if state == "near" else ""
        return f"{start}\t{number}{answer.get('known_title', '')}{share}"
    return f"{start}\t{answer['reason']}"
