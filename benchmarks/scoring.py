"""How a reading is scored: exact values, doubt, errors that were called certain.

Made without the code under test: values are compared after Unicode NFKC and
without spaces, in the normal forms of the batch format, which truth and
reading both give.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Record = Mapping[str, Any]

DECISIVE = {
    "patent_number": "patent_number",
    "grant_number": "grant_number",
    "inventor": "inventor list",
    "title": "title",
    "issuer": "issuer list",
    "document_number": "document_number",
    "recipient": "recipient",
    "date": "date",
    "application_date": "date",
    "grant_date": "date",
}
"""The fields a decision turns on, and the row of the table each counts in."""
_ORDERLESS = frozenset({"seal_text"})
_CONFERRED = frozenset({"honour", "contest"})
_MARKS = re.compile(r"[“”\"]|(?:荣誉)?称号$")
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Judged:
    """One field of one document: what stands there, what was read, how sure."""

    file: str
    traits: tuple[str, ...]
    kind: str
    name: str
    expected: tuple[str, ...]
    read: tuple[str, ...]
    certain: bool
    doubt: str

    @property
    def right(self) -> bool:
        """Whether all values were read, in their order, and no others."""
        return self.expected == self.read

    @property
    def certain_error(self) -> bool:
        """Whether something was read, is wrong, and was called certain."""
        return bool(self.read) and not self.right and self.certain


@dataclass(slots=True)
class Tally:
    """k of n."""

    k: int = 0
    n: int = 0

    def count(self, *, hit: bool) -> None:
        """Count one case."""
        self.k += hit
        self.n += 1

    def __str__(self) -> str:
        if not self.n:
            return "–"
        low, high = wilson(self.k, self.n)
        return f"{self.k}/{self.n} {100 * low:.1f}–{100 * high:.1f} %"


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share of k in n. Source: Wilson (1927)."""
    share = k / n
    middle = share + _Z**2 / (2 * n)
    reach = _Z * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n * n))
    low, high = ((middle + side * reach) / (1 + _Z**2 / n) for side in (-1, 1))
    return max(low, 0.0), min(high, 1.0)


@dataclass(slots=True)
class Score:
    """What one contender reached on a number of files."""

    fields: list[Judged] = field(default_factory=list)
    invented: list[Judged] = field(default_factory=list)
    kinds: Tally = field(default_factory=Tally)
    wrong_kinds: list[str] = field(default_factory=list)
    taken_for_patents: int = 0

    @property
    def decisive(self) -> list[Judged]:
        """The fields that a decision turns on."""
        return [one for one in self.fields if one.name in DECISIVE]

    def exact(self) -> dict[str, Tally]:
        """Exact matches by row of the table."""
        rows: dict[str, Tally] = {row: Tally() for row in dict.fromkeys(DECISIVE.values())}
        for one in self.decisive:
            rows[DECISIVE[one.name]].count(hit=one.right)
        return rows

    def all_exact(self) -> Tally:
        """Exact matches of all decisive fields."""
        return tally(one.right for one in self.decisive)

    def doubtful(self) -> Tally:
        """Doubtful ones among the decisive fields that were read correctly."""
        return tally(not one.certain for one in self.decisive if one.right)

    def certain_errors(self) -> Tally:
        """Wrong but certain, of all decisive fields."""
        return tally(one.certain_error for one in self.decisive)

    def by_field(self) -> dict[tuple[str, str], tuple[Tally, int]]:
        """Exact matches and certain errors of every field of every kind."""
        rows: dict[tuple[str, str], list[Judged]] = defaultdict(list)
        for one in self.fields:
            rows[one.kind, one.name].append(one)
        return {
            key: (tally(one.right for one in ones), sum(one.certain_error for one in ones))
            for key, ones in sorted(rows.items())
        }

    def by_trait(self) -> dict[str, Tally]:
        """Exact decisive fields by trait."""
        rows: dict[str, Tally] = defaultdict(Tally)
        for one in self.decisive:
            for trait in one.traits:
                rows[trait].count(hit=one.right)
        return dict(sorted(rows.items()))


def tally(hits: Iterable[bool]) -> Tally:
    """Count the hits."""
    found = Tally()
    for hit in hits:
        found.count(hit=hit)
    return found


def score(truths: Sequence[Record], documents: Mapping[str, Sequence[Record]]) -> Score:
    """Compare what was found in each file, by path, with its truth."""
    result = Score()
    for truth in truths:
        found = documents.get(truth["file"], ())
        for wanted in truth["documents"]:
            _score_document(result, truth, wanted, found)
    return result


def _score_document(result: Score, truth: Record, wanted: Record, found: Sequence[Record]) -> None:
    here = [one for one in found if set(one["pages"]) & set(wanted["pages"])]
    kinds = {one["kind"] for one in here}
    # Another paper on the same page has a kind of its own.
    beside = {d["kind"] for d in truth["documents"] if set(d["pages"]) & set(wanted["pages"])}
    right = wanted["kind"] in kinds and kinds <= beside
    result.kinds.count(hit=right)
    if not right:
        result.wrong_kinds.append(
            f"{truth['file']}: {wanted['kind']} taken for {sorted(kinds) or 'nothing'}"
        )
    result.taken_for_patents += wanted["kind"] == "other" and "patent_certificate" in kinds
    fields = counterpart(wanted, found)
    traits = tuple(truth.get("traits", ()))
    for name, values in wanted["fields"].items():
        result.fields.append(
            _judged(truth["file"], traits, wanted["kind"], name, values, fields.get(name, []))
        )
    # What a paper of no evidential kind says of itself proves nothing and is not invented.
    for name in fields if wanted["kind"] != "other" else ():
        if name in DECISIVE and name not in wanted["fields"]:
            one = _judged(truth["file"], traits, wanted["kind"], name, (), fields[name])
            if one.certain_error:
                result.invented.append(one)


def counterpart(wanted: Record, found: Sequence[Record]) -> Record:
    """The fields read of this document: of its kind, on its pages, and most like it."""
    same = [
        one["fields"]
        for one in found
        if one["kind"] == wanted["kind"] and set(one["pages"]) & set(wanted["pages"])
    ]
    return max(same, key=lambda fields: _agreement(wanted, fields), default={})


def _agreement(wanted: Record, fields: Record) -> int:
    """How many fields two documents share: which of two papers on one page is meant."""
    return sum(
        normal(name, values) == normal(name, [one["value"] for one in fields.get(name, [])])
        for name, values in wanted["fields"].items()
    )


def _judged(
    file: str,
    traits: tuple[str, ...],
    kind: str,
    name: str,
    values: Sequence[str],
    found: Sequence[Record],
) -> Judged:
    return Judged(
        file,
        traits,
        kind,
        name,
        normal(name, values),
        normal(name, [one["value"] for one in found]),
        bool(found) and all(one["certainty"] == "certain" for one in found),
        "; ".join(one["doubt"] for one in found if one["doubt"]),
    )


def normal(name: str, values: Iterable[str]) -> tuple[str, ...]:
    """Values in one width, without spaces; seals in any order, for they stand side by side.

    Titles conferred lose their quotation marks and 称号, which are no part of them.
    """
    plain = [re.sub(r"\s", "", unicodedata.normalize("NFKC", value)) for value in values]
    if name in _CONFERRED:
        plain = [_MARKS.sub("", value) for value in plain]
    return tuple(sorted(plain)) if name in _ORDERLESS else tuple(plain)


def misses(result: Score) -> Iterator[str]:
    """Every field read otherwise, certain errors first, and every kind mistaken."""
    wrong = [one for one in result.fields if not one.right]
    for one in sorted(wrong, key=lambda one: (not one.certain_error, one.kind, one.name)):
        mark = "CERTAIN" if one.certain_error else ("decisive" if one.name in DECISIVE else "")
        yield (
            f"{mark:9}{one.file} {one.name} {list(one.traits)}: expected {list(one.expected)}, "
            f"read {list(one.read)} {one.doubt}"
        )
    for one in result.invented:
        yield f"INVENTED {one.file} {one.name}: {list(one.read)}"
    yield from result.wrong_kinds
