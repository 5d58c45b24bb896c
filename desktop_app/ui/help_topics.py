"""The help texts that are shipped, and which one belongs to which page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from resources import read_text, resource

INDEX = "index"
_LINK = re.compile(r"^- \[(?P<title>[^\]]+)\]\((?P<topic>[a-z-]+)\.md\)")
_HEADING = re.compile(r"^## (?P<group>.+)")

# Pages name a topic or, when they have none of their own, are found here by their own name.
_OF_PAGE = {
    "desk": "ban-lam-viec",
    "review": "duyet-goi-y",
    "articles": "nhap-tin-bai",
    "partners": "doi-tac",
    "people": "doi-tac",
    "visits": "doan-thoa-thuan-cam-ket",
    "agreements": "doan-thoa-thuan-cam-ket",
    "commitments": "doan-thoa-thuan-cam-ket",
    "figures": "so-lieu",
    "dossier": "ho-so-tom-tat",
    "search": "tim-kiem",
    "trash": "thung-rac-nhat-ky",
    "log": "thung-rac-nhat-ky",
    "settings": "cai-dat",
    "help": INDEX,
}


@dataclass(frozen=True, slots=True)
class Topic:
    """A help text: its name (the file without its ending), its title, and the group it stands in."""

    name: str
    title: str
    group: str


@cache
def topics() -> tuple[Topic, ...]:
    """All help texts in the order of the contents page."""
    found: list[Topic] = []
    group = ""
    for line in read_text(f"help/{INDEX}.md").splitlines():
        heading, link = _HEADING.match(line), _LINK.match(line)
        if heading is not None:
            group = heading["group"].strip()
        elif link is not None:
            found.append(Topic(link["topic"], link["title"], group))
    return tuple(found)


def topic_named(name: str) -> str:
    """Return the topic for a name of a topic or of a page; the contents page when there is none."""
    known = {topic.name for topic in topics()}
    plain = name.removeprefix("./").removesuffix(".md")
    return plain if plain in known else _OF_PAGE.get(plain, INDEX)


@cache
def help_text(topic: str) -> str:
    """Return the Markdown of a topic.

    Raises:
        FileNotFoundError: no such text is shipped.
    """
    resource(f"help/{topic}.md")
    return read_text(f"help/{topic}.md")
