"""Findings as the item page shows them: each a block with its values and their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from evidence.cases import Case
from evidence.findings import Finding, Result
from evidence.places import Box, Place
from review.desk.case.findings_shown import ShownFinding, findings_shown
from review.desk.case.masks import Masks
from review.desk.item.comparison import Aspect, Comparing, Value
from review.desk.item.difference import Part, difference, same
from review.desk.item.printed import as_printed
from review.desk.models.items import Kind
from review.desk.publishing.batch_content import BatchContent
from review.desk.templatetags.desk import SIGNS, say
from review.rosters.people import CONDITIONS_3_AND_4

_GOOD = (Result.MATCH, Result.ATTESTED)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the applicant's files: number of the file from 0, page, box in its pixels."""

    file: int
    page: int
    box: Box | None
    label: str


@dataclass(frozen=True, slots=True)
class ShownValue:
    """A value in parts; `spot` is its place among the block's, None where it has none.

    `reading` names it in the form of a correction, empty where no machine read it on a paper.
    """

    parts: tuple[Part, ...]
    doubtful: bool
    corrected: tuple[str, str] | None
    spot: int | None
    at: str
    reading: str


@dataclass(frozen=True, slots=True)
class ShownAspect:
    """What is compared, and each source with its values."""

    label: str
    rows: tuple[tuple[str, tuple[ShownValue, ...]], ...]
    agrees: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One finding, or several that say the same sentence.

    `key` names it on the page; `result` and `sentence` are empty for a blind reviewer, and so
    are `suggestions`: listed names near the one read, in parts.
    """

    key: str
    rules: tuple[tuple[str, str], ...]
    result: str
    sentence: str
    citation: str
    bears: bool
    aspects: tuple[ShownAspect, ...]
    suggestions: tuple[tuple[Part, ...], ...]
    spots: tuple[Spot, ...]

    @property
    def label(self) -> str:
        """What is written at its box: rule, and sign with word."""
        rule = self.rules[0][0]
        if not self.result:
            return " ".join(self.rules[0])
        mark, zh, en = SIGNS[self.result]
        return f"{rule} {mark} {say(zh, en)}"


@dataclass(frozen=True, slots=True)
class ShownBlocks:
    """What the page lists: doubts first, what is fine, and what a good claim waives.

    `all` is for a blind reviewer, in the order of the rules and by nothing else.
    """

    doubts: tuple[Block, ...] = ()
    fine: tuple[Block, ...] = ()
    waived: tuple[Block, ...] = ()
    all: tuple[Block, ...] = field(default=())

    def __iter__(self) -> Iterator[Block]:
        """Every block, in the order of the page."""
        return chain(self.doubts, self.all, self.fine, self.waived)


class Blocks:
    """Makes the blocks of one item."""

    def __init__(
        self,
        case: Case,
        content: BatchContent,
        masks: Masks,
        corrected: dict[str, tuple[str, str]],
        *,
        blind: bool,
    ) -> None:
        """`blind` keeps results, sentences and suggestions back."""
        self._case = case
        self._content = content
        self._masks = masks
        self._blind = blind
        self._comparing = Comparing(case, masks.value, corrected, marks=not blind)
        self._numbers = {one.outcome.upload.path: n for n, one in enumerate(case.uploads)}
        self._pages = {(page.upload, page.number) for page in case.pages}
        self._given = 0

    def of_item(self, kind: Kind, claim: int) -> ShownBlocks:
        """The blocks of an item of that kind, about that claim."""
        if kind is Kind.SAMPLE:
            return self._of_sample()
        shown = findings_shown(self._case, claim or None, self._content, self._masks)
        waived: Iterable[ShownFinding] = ()
        if kind is Kind.CLAIM:
            whole = findings_shown(self._case, None, self._content, self._masks)
            waived = [one for one in (*whole.doubts, *whole.fine) if _is_waivable(one)]
        return ShownBlocks(
            # What a good claim would waive is seldom what is to be looked at: last.
            doubts=self._blocks(sorted(shown.doubts, key=_is_waivable)),
            fine=self._blocks(shown.fine),
            waived=self._blocks(waived),
        )

    def _of_sample(self) -> ShownBlocks:
        claims = dict.fromkeys(one.claim for one in self._case.verdict.findings)
        shown = [findings_shown(self._case, no, self._content, self._masks) for no in claims]
        if not self._blind:
            return ShownBlocks(
                doubts=self._blocks(chain.from_iterable(one.doubts for one in shown)),
                fine=self._blocks(chain.from_iterable(one.fine for one in shown)),
            )
        # By result and sentence they would be put together and in order: by rule they are not.
        order = {id(one): n for n, one in enumerate(self._case.verdict.findings)}
        single = (one for each in shown for one in (*each.doubts, *each.fine) if one.bears)
        return ShownBlocks(
            all=self._blocks(sorted(single, key=lambda one: order[id(one.group[0])]))
        )

    def _blocks(self, findings: Iterable[ShownFinding]) -> tuple[Block, ...]:
        return tuple(self._block(one) for one in findings)

    def _block(self, shown: ShownFinding) -> Block:
        self._given += 1
        first = shown.group[0]
        # Of several rules with one sentence, one rule's values would stand for all.
        alike = len({(one.declared, one.found) for one in shown.group}) == 1
        aspects = self._comparing.aspects(first) if alike else ()
        spots: dict[tuple[int, int, object], Spot] = {}
        for place in chain(
            (place for aspect in aspects for place in aspect.places),
            (place for one in shown.group for place in one.where),
        ):
            spot = self._spot(place)
            if spot is not None:
                spots.setdefault((spot.file, spot.page, spot.box), spot)
        order = {key: number for number, key in enumerate(spots)}
        return Block(
            key=f"f{self._given}",
            rules=shown.rules,
            result="" if self._blind else shown.result.value,
            sentence="" if self._blind else as_printed(shown.sentence),
            citation=shown.citation,
            bears=shown.bears,
            aspects=tuple(self._aspect(one, order) for one in aspects),
            suggestions=() if self._blind else self._suggested(first),
            spots=tuple(spots.values()),
        )

    def _aspect(self, aspect: Aspect, order: dict[tuple[int, int, object], int]) -> ShownAspect:
        return ShownAspect(
            say(*aspect.label),
            tuple(
                (say(*row.source), tuple(self._value(one, order) for one in row.values))
                for row in aspect.rows
            ),
            aspect.agrees,
        )

    def _value(self, value: Value, order: dict[tuple[int, int, object], int]) -> ShownValue:
        spot = self._spot(value.place) if value.place else None
        return ShownValue(
            value.parts,
            value.doubtful,
            value.corrected,
            order[spot.file, spot.page, spot.box] if spot else None,
            spot.label if spot else "",
            value.reading,
        )

    def _spot(self, place: Place) -> Spot | None:
        """The place on a file of the case; a place on no page is on the file's first."""
        number = self._numbers.get(place.upload)
        if number is None:
            return None
        page = place.page or 1
        label = say(f"材料{number + 1} p{page}", f"file {number + 1} p{page}")
        return Spot(number, page, place.box, label)

    def _suggested(self, finding: Finding) -> tuple[tuple[Part, ...], ...]:
        """Listed names, each with what differs from the name that was read or declared."""
        read = finding.found or finding.declared
        return tuple(difference(name, read) if read else same(name) for name in finding.suggestions)


def _is_waivable(finding: ShownFinding) -> bool:
    return finding.rules[0][0] in CONDITIONS_3_AND_4 and finding.result not in _GOOD
