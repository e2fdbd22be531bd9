"""What sort of body a whole name is, and the article that speaks of that sort."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from evidence.findings import Result
from verifiers.data_files import load_checked, read_data

_PACKAGE = "verifiers.authorities"


@dataclass(frozen=True, slots=True)
class BodyKind:
    """A sort of body (机关类别); `decision` is None where the sort by itself excludes nobody.

    Source: (四)6 and 附件1 第二至九条, as kinds.yaml says for each sort.
    """

    id: str
    label: str
    label_en: str
    system: str
    why: str
    why_en: str
    article: str = ""
    decision: Result | None = None

    @property
    def is_body(self) -> bool:
        """Whether it is a body at all, and not an honour, a place in a contest or a site."""
        return self.system != NO_BODY


NO_BODY = "非机关"


@dataclass(frozen=True, slots=True)
class Kinds:
    """The sorts of bodies by id, and the words that name no body."""

    of: Mapping[str, BodyKind]
    not_bodies: Mapping[str, BodyKind]


@cache
def load_kinds() -> Kinds:
    """The project's own sorts. Raises DataError (`E-AUTHORITIES-…`) where the file is wrong."""
    return kinds_from(read_data(_PACKAGE, "kinds.yaml"))


def kinds_from(text: str) -> Kinds:
    """The sorts from the text of their file."""
    data = load_checked(text, _PACKAGE, "kinds.schema.json", "E-AUTHORITIES", "kinds.yaml")
    words = {
        word: _kind(key, row, NO_BODY)
        for key, row in data["not_bodies"].items()
        for word in row["words"]
    }
    kinds = {key: _kind(key, row, row["system"]) for key, row in data["kinds"].items()}
    return Kinds(kinds, words)


def _kind(key: str, row: Mapping[str, Any], system: str) -> BodyKind:
    decision = row.get("decision")
    return BodyKind(
        key,
        row["label"],
        row["label_en"],
        system,
        row["why"],
        row["why_en"],
        row.get("article", ""),
        Result(decision) if decision else None,
    )
