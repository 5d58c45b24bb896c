"""What one asked of a dossier, as it is remembered for each partner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.services.dossiers import Profile, Section


@dataclass(frozen=True, slots=True)
class Recipe:
    """The choices of one dossier; ``sections`` are all sections in order, with whether each is printed."""

    purpose: str = ""
    drafter: str = ""
    profile: Profile = Profile.WORKING
    people_notes: bool = False
    sections: tuple[tuple[Section, bool], ...] = tuple((section, True) for section in Section)

    @property
    def printed(self) -> tuple[Section, ...]:
        """The sections that are printed, in order."""
        return tuple(section for section, is_on in self.sections if is_on)

    def to_json(self) -> dict[str, Any]:
        """The choices as plain values."""
        return {
            "purpose": self.purpose,
            "drafter": self.drafter,
            "profile": self.profile.value,
            "people_notes": self.people_notes,
            "sections": [[section.value, is_on] for section, is_on in self.sections],
        }


def recipe_from(kept: object, drafter: str = "") -> Recipe:
    """Read remembered choices; whatever is missing or not understood is as on the first day."""
    values: Mapping[str, Any] = kept if isinstance(kept, Mapping) else {}
    profile = str(values.get("profile", ""))
    return Recipe(
        purpose=str(values.get("purpose", "")),
        drafter=str(values.get("drafter", drafter)),
        profile=Profile(profile) if profile in list(Profile) else Profile.WORKING,
        people_notes=values.get("people_notes") is True,
        sections=_sections(values.get("sections")),
    )


def _sections(kept: object) -> tuple[tuple[Section, bool], ...]:
    chosen: dict[Section, bool] = {}
    for entry in kept if isinstance(kept, list) else []:
        match entry:
            case [str(name), bool(is_on)] if name in list(Section):
                chosen[Section(name)] = is_on
            case _:
                continue
    # A section a later program added takes its place at the end, printed.
    return tuple(chosen.items()) + tuple((section, True) for section in Section if section not in chosen)
