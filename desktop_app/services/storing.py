"""Storing an accepted draft: partners and people that are not known yet are made, known ones are linked."""

from __future__ import annotations

from dataclasses import replace

from db.records import Agreement, Article, Commitment, Figure, Person, RecordKind
from db.work import WritingWork
from desktop_app.errors import UserFixable
from desktop_app.services import linking
from desktop_app.services.context import RecordKey
from desktop_app.services.drafts import LinkedDraft, ProfileDraft, VisitDraft


def store_visit(work: WritingWork, item: VisitDraft) -> int:
    """Store a visit; partners that are not known yet are made, participants are linked to people."""
    require(item.visit.title, "Đoàn chưa có tên.", "Hãy ghi tên đoàn.")
    partner_ids = [linking.partner_id(work, name, country) for name, country in item.partners]
    visit = replace(item.visit, partner_ids=tuple(dict.fromkeys([*item.visit.partner_ids, *partner_ids])))
    main = visit.partner_ids[0] if len(visit.partner_ids) == 1 else None
    people = tuple(linking.participant(work, person, visit, main) for person in visit.participants)
    return work.visits.add(replace(visit, participants=people))


def store_linked(work: WritingWork, item: LinkedDraft, article: Article) -> RecordKey:
    """Store an agreement, commitment, figure or person, linked to partners and the visit of the article."""
    named = [linking.partner_id(work, name, country) for name, country in item.partners]
    record = item.record
    match record:
        case Agreement():
            require(record.title, "Thỏa thuận chưa có tên.", "Hãy ghi tên văn bản.")
            partners = named or linking.partners_for(work, article, record.partner_party)
            visit = record.visit_id or linking.visit_of(work, article, partners)
            full = replace(record, partner_ids=linking.joined(record.partner_ids, partners), visit_id=visit)
            return RecordKind.AGREEMENT, work.agreements.add(full)
        case Commitment():
            require(record.content, "Cam kết chưa có nội dung.", "Hãy ghi nội dung cam kết.")
            partners = named or linking.partners_for(work, article, f"{record.by_name} {record.to_name}")
            visit = record.visit_id or linking.visit_of(work, article, partners)
            stated = linking.visit_date(work, visit) or record.stated_on
            full = replace(
                record,
                partner_ids=linking.joined(record.partner_ids, partners),
                visit_id=visit,
                stated_on=stated,
            )
            return RecordKind.COMMITMENT, work.commitments.add(full)
        case Figure():
            require(record.what, "Số liệu chưa có tên chỉ tiêu.", "Hãy ghi số liệu này nói về điều gì.")
            partners = named or linking.partners_in_scope(work, article, record)
            full = replace(record, partner_ids=linking.joined(record.partner_ids, partners))
            return RecordKind.FIGURE, work.figures.add(full)
        case Person():
            return RecordKind.PERSON, linking.person_id(work, record)


def store_profile(work: WritingWork, item: ProfileDraft, article: Article) -> int:
    """Store a fact about a partner; the partner is made when it is not known."""
    require(item.place, "Chưa rõ thông tin này nói về đối tác nào.", "Hãy chọn đối tác.")
    known = linking.find_partner(work, item.place)
    partner_id = known.id if known else linking.partner_id(work, item.place, "")
    return work.profile_facts.add(replace(item.fact, partner_id=partner_id))


def require(value: str, message: str, remedy: str) -> None:
    """Refuse an empty required value.

    Raises:
        UserFixable: ``value`` is blank.
    """
    if not value.strip():
        raise UserFixable(message, remedy)
