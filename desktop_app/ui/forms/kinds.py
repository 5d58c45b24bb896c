"""Which form belongs to which record, and how drafts of the review desk go in and out of forms."""

from __future__ import annotations

from typing import Any

from db.records import (
    Agreement,
    Article,
    Commitment,
    CommitmentGrade,
    Direction,
    Figure,
    Partner,
    Person,
    ProfileFact,
    RecordKind,
    Visit,
)
from desktop_app.services.drafts import AliasDraft, Draft, FieldDraft, LinkedDraft, ProfileDraft, VisitDraft
from desktop_app.services.editing import FormChoices
from desktop_app.ui.forms.agreement import AgreementForm
from desktop_app.ui.forms.article import ArticleForm
from desktop_app.ui.forms.base import RecordForm
from desktop_app.ui.forms.commitment import CommitmentForm
from desktop_app.ui.forms.figure import FigureForm
from desktop_app.ui.forms.linked import LinkedForm, OnePartnerForm
from desktop_app.ui.forms.people import PartnerForm, PersonForm, ProfileFactForm
from desktop_app.ui.forms.visit import VisitForm

FORMS: dict[type[Any], type[RecordForm]] = {
    Visit: VisitForm,
    Agreement: AgreementForm,
    Commitment: CommitmentForm,
    Figure: FigureForm,
    Person: PersonForm,
    Partner: PartnerForm,
    ProfileFact: ProfileFactForm,
    Article: ArticleForm,
}


def empty_record(kind: RecordKind) -> Any:
    """A new record of a kind that can be made by hand.

    Raises:
        KeyError: records of this kind are not made by hand.
    """
    return {
        RecordKind.VISIT: Visit(0, "", Direction.IN),
        RecordKind.AGREEMENT: Agreement(0, ""),
        RecordKind.COMMITMENT: Commitment(0, "", CommitmentGrade.PROMISE),
        RecordKind.FIGURE: Figure(0, "", 0.0, ""),
        RecordKind.PERSON: Person(0, ""),
        RecordKind.PARTNER: Partner(0, ""),
        RecordKind.PROFILE_FACT: ProfileFact(0, 0, "", ""),
    }[kind]


def form_for(record: object, choices: FormChoices) -> RecordForm:
    """The form for ``record``, showing it.

    Raises:
        KeyError: there is no form for it.
    """
    form = FORMS[type(record)](choices)
    form.set_record(record)
    return form


def new_partners(form: RecordForm) -> tuple[tuple[str, str], ...]:
    """The partners (name, country) that saving this form has to make."""
    return form.new_partners() if isinstance(form, (LinkedForm, OnePartnerForm)) else ()


def form_for_draft(draft: Draft, choices: FormChoices) -> RecordForm | None:
    """The form for a draft, None for drafts that are a single word (fields, other names)."""
    match draft:
        case VisitDraft():
            form, partners = form_for(draft.visit, choices), draft.partners
        case LinkedDraft():
            form, partners = form_for(draft.record, choices), draft.partners
        case ProfileDraft():
            form, partners = form_for(draft.fact, choices), ((draft.place, ""),)
        case FieldDraft() | AliasDraft():
            return None
    if isinstance(form, (LinkedForm, OnePartnerForm)):
        form.set_partners(partners)
    return form


def draft_of(form: RecordForm, before: Draft) -> Draft:
    """The draft as the form says; ``before`` is what ``form_for_draft`` was given.

    The partners of the result are exactly those the form shows.
    """
    record = form.record()
    match before:
        case VisitDraft():
            return VisitDraft(record, _partners(form))
        case LinkedDraft():
            return LinkedDraft(record, _partners(form))
        case ProfileDraft():
            return ProfileDraft(str(form.value("partner")), record)
        case FieldDraft() | AliasDraft():
            return before


def _partners(form: RecordForm) -> tuple[tuple[str, str], ...]:
    return form.partner_pairs() if isinstance(form, LinkedForm) else new_partners(form)
