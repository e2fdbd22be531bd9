"""Who else holds something, and how that is told without saying who they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from evidence.footprints import Footprint, masked

MOST_NAMED = 3
"""Other applications named in a sentence; more are counted."""


def one_holder(one: Footprint, two: Footprint) -> bool:
    """Whether two footprints are of one application, or of one person in two batches.

    Who hands in anew, in the same season or in a later one, may show the same papers. Where an
    identity number is missing the 申报编号 tells: without one nobody passes.
    """
    if one.batch == two.batch:
        return one.known_as == two.known_as
    if one.person and two.person:
        return one.person == two.person
    return one.known_as == two.known_as


@dataclass(frozen=True, slots=True)
class Rivals:
    """Others who hold the same thing: the first few, and how many there are."""

    named: tuple[Footprint, ...]
    count: int

    def values(self, batch: str) -> dict[str, str]:
        """What sentences say of them: 申报编号, and the batch where it is another.

        An 申报编号 may itself be or hold an identity number, which the other side must not see.
        """
        zh = "、".join(_told(one, batch, "（批次{}）") for one in self.named)
        en = ", ".join(_told(one, batch, " (batch {})") for one in self.named)
        if self.count > len(self.named):
            zh += f"等{self.count}人"
            en += f" and {self.count - len(self.named)} more"
        return {"others": zh, "others_en": en}


class Holders:
    """Everyone who holds one thing."""

    def __init__(self, footprints: Iterable[Footprint]) -> None:
        unique = {(one.batch, one.known_as): one for one in footprints}
        self._count = len(unique)
        self._batches: dict[str, list[Footprint]] = {}
        self._kin: dict[tuple[str, str], list[Footprint]] = {}
        for key in sorted(unique):
            one = unique[key]
            self._batches.setdefault(one.batch, []).append(one)
            for kin in _kin_of(one):
                self._kin.setdefault(kin, []).append(one)

    def __len__(self) -> int:
        return self._count

    def rivals_of(self, own: Footprint) -> Rivals:
        """Those among them who are somebody else: of the same batch first."""
        kin = {
            (one.batch, one.known_as): one for key in _kin_of(own) for one in self._kin.get(key, ())
        }
        same = sum(one_holder(own, one) for one in kin.values())
        others = (one for one in self._from(own.batch) if not one_holder(own, one))
        return Rivals(tuple(islice(others, MOST_NAMED)), self._count - same)

    def _from(self, batch: str) -> Iterator[Footprint]:
        yield from self._batches.get(batch, ())
        for other, footprints in self._batches.items():
            if other != batch:
                yield from footprints


def _kin_of(one: Footprint) -> list[tuple[str, str]]:
    """By what a footprint may be of the same holder as another."""
    application = ("application", one.known_as)
    return [application, ("person", one.person)] if one.person else [application]


def _told(one: Footprint, batch: str, form: str) -> str:
    shown = masked(one.known_as)
    return shown if one.batch == batch else shown + form.format(masked(one.batch))
