"""What a decision says of how many people it names: `（共25名）`, `某某局（3人）`, `等18名同志`.

A list with fewer or more names than it says was not read whole, and nobody's absence may
be taken from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extractors.documents.people import PersonFound

NOT_UNDERSTOOD = "a row of the list was not understood"
_LIST_SAYS = re.compile(r"the list says [0-9]+ people, and [0-9]+ were read")
_TEXT_SAYS = re.compile(r"the text says [0-9]+ people, and [0-9]+ were read")
_N = r"(?P<n>[0-9]{1,4}|[一二三四五六七八九十百]{1,5})"
_COUNT = re.compile(
    rf"\((?:总?共|合?计|共计)?{_N}[人名位](?:[,、;:].{{0,24}}|排名.{{0,12}})?(?:\)|$)"
)
_BARE = re.compile(rf"^\(?(?:总?共|合?计|共计){_N}[人名位](?:[,、;:(].{{0,24}}|排名.{{0,12}})?\)?$")
_UNITS = re.compile(
    rf"\((?:总?共|合?计|共计)?{_N}[个家项](?:[,、;:].{{0,24}}|排名.{{0,12}})?(?:\)|$)"
)
_ANNOUNCED = re.compile(
    rf"(?P<first>[\u3400-\u9fff·]{{2}})等{_N}[名位](?:同志|个人|先进个人|优秀个人)"
)
_DIGITS = {char: n for n, char in enumerate("一二三四五六七八九", 1)}


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people and where it stands in its row."""

    people: int
    start: int
    end: int


def count_in(text: str) -> Count | None:
    """The number of people that a row says in brackets, or by itself as `共25名`."""
    match = _COUNT.search(text) or _BARE.match(text)
    return Count(number(match["n"]), *match.span()) if match else None


def counts_units(text: str) -> bool:
    """Whether a row says a number of units: `（共7个）`."""
    return _UNITS.search(text) is not None


def number(text: str) -> int:
    """A number up to 999 in digits or Chinese numerals."""
    if text.isdigit():
        return int(text)
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = 100 * _DIGITS.get(hundreds[-1:], 0)
    return value + (10 * _DIGITS.get(tens[-1:], 1) if ten else 0) + _DIGITS.get(ones[-1:], 0)


@dataclass(slots=True)
class Group:
    """The people below a unit or a class of honours that says how many they are."""

    says: int | None = None
    people: list[PersonFound] = field(default_factory=list)

    @property
    def doubt(self) -> str | None:
        """What shows that the group is not whole."""
        return _differs(self.says, len(self.people))


@dataclass(slots=True)
class NameList:
    """One list of people, in groups, and what shows whether it is whole."""

    says: int | None = None
    groups: list[Group] = field(default_factory=lambda: [Group()])
    serial: int = 0
    """The last number of the rows that are numbered one after the other."""
    not_understood: bool = False

    def begin_group(self, says: int | None) -> None:
        """What follows is another unit's."""
        self.groups.append(Group(says))

    def add(self, people: Sequence[PersonFound]) -> None:
        """People of the group that was begun last."""
        self.groups[-1].people += people

    def count_serial(self, serial: int) -> None:
        """A row has this number."""
        if 0 < serial - self.serial <= 3:
            self.serial = serial

    @property
    def found(self) -> int:
        """How many people were read."""
        return sum(len(group.people) for group in self.groups)

    def doubted(self) -> tuple[list[PersonFound], str | None]:
        """Its people, doubtful where it is not whole, and a doubt that none of them carries."""
        people, lost = [], None
        for group in self.groups:
            people += with_doubt(group.people, group.doubt)
            if group.doubt and not group.people:
                lost = group.doubt
        counts = [group.says for group in self.groups if group.says or group.people]
        located = (
            self.says is not None and None not in counts and sum(filter(None, counts)) == self.says
        )
        doubt = lost if located else (_differs(self.says, self.found) or lost)
        if doubt is None and self.serial > self.found:
            doubt = _differs(self.serial, self.found)
        if doubt is None and self.not_understood:
            doubt = NOT_UNDERSTOOD
        return with_doubt(people, doubt), doubt if not people else None


def announced(text: str) -> int:
    """How many people the text says that it honours: `授予张三等18名同志……`; 0 for nothing."""
    said = {(match["first"], number(match["n"])) for match in _ANNOUNCED.finditer(text)}
    return sum(people for _, people in said)


def short_of(says: int, found: int) -> str | None:
    """The doubt of a document that names fewer people than its text says."""
    return f"the text says {says} people, and {found} were read" if found < says else None


def with_doubt(people: Sequence[PersonFound], doubt: str | None) -> list[PersonFound]:
    """The people, each with this doubt unless it has one of its own."""
    return [replace(one, doubt=one.doubt or doubt) for one in people]


def is_lists(doubt: str) -> bool:
    """Whether a doubt is of a list as a whole, which a larger look at its page may settle."""
    return doubt == NOT_UNDERSTOOD or _LIST_SAYS.fullmatch(doubt) is not None


def is_texts(doubt: str) -> bool:
    """Whether a doubt is of what the text says, which another page may settle."""
    return _TEXT_SAYS.fullmatch(doubt) is not None


def _differs(says: int | None, found: int) -> str | None:
    if says is None or says == found:
        return None
    return f"the list says {says} people, and {found} were read"
