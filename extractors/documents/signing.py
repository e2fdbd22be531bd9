"""The signing place (落款): who issued a document, and when.

Source: GB/T 9704-2012 7.3.5 for documents; certificates follow the same habit:
the body's name above the date, at the foot, often under its seal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from evidence.documents import Certainty, Field
from extractors.documents import thresholds
from extractors.documents.bodies import (
    BodyFound,
    bodies_in,
    is_body,
    names_a_host,
    stands_alone,
    without_seal_mark,
)
from extractors.documents.certainty import Judge, comparable
from extractors.documents.dates_on_page import DateFound, read_otherwise, whole_date
from extractors.documents.passages import Passage, joined
from extractors.documents.seal_text import SealText, nearly, seal_field

LINE_GAP = 1.6
"""Gap between the lines of one name, in line heights, at most."""
SMALL_PRINT = 0.7
"""Print below this share of the signing place's usual height is inside a seal or a logo."""

_SAME_BODY = 0.5
_SAME_NAME = 0.7
"""Share of characters in common from which two readings may be of one name: 新乡市总工会 and
新乡市教育局 share half."""

_CHINESE = re.compile(r"[\u4e00-\u9fff()]{4,40}")
_SUBORDINATE = re.compile(
    r"(?:实验室|学院|系|处|科|室|部|所|中心|站|队|办公室|研究院|车间|分会|支部)$"
)
_WHOLE = (
    r"(?:^|[^\u4e00-\u9fff]|在|参加|获得|荣获|授予|由|于)"
    r"(?P<w>(?:(?![在你由于获得授予荣参加])[\u4e00-\u9fff]){2,12}?(?:大学|集团|公司|研究院|医院))"
)


@dataclass(frozen=True, slots=True)
class SigningPlace:
    """The bodies and dates that stand at a document's foot, in reading order."""

    bodies: tuple[BodyFound, ...]
    dates: tuple[DateFound, ...]
    unclear: tuple[str, ...] = ()
    """What stands in a row with bodies and has the length of a name, but not its form."""


def signing_place(rows: Sequence[Passage]) -> SigningPlace:
    """The signing place among these rows, which lie below the body text."""
    rows = _large_print(rows)
    dates = [date for row in rows for cell in row.by_line() if (date := whole_date(cell))]
    dates = dates or [date for row in rows if (date := whole_date(row))]
    bodies: list[BodyFound] = []
    unclear: list[str] = []
    pending: list[Passage] = []
    for row in rows:
        if whole_date(row):
            pending = []
            continue
        found = bodies_in(row)
        if pending and not any(stands_alone(body.name) for body in found):
            found = _wrapped(pending[-1], row) or found
        if found:
            bodies = _added(bodies, found)
            unclear += _unclear_cells(row)
            pending = []
        else:
            pending.append(row)
    return SigningPlace(tuple(bodies), tuple(dates), tuple(unclear))


def _unclear_cells(row: Passage) -> list[str]:
    """The cells beside bodies that may be another body's name with a character misread."""
    return [
        cell.text
        for cell in row.by_line()
        if _CHINESE.fullmatch(cell.text)
        and not bodies_in(cell)
        and not names_a_host(cell)
        and whole_date(cell) is None
    ]


def issuer_fields(
    bodies: Iterable[BodyFound],
    sealed: Sequence[SealText],
    judge: Judge,
    unclear: Sequence[str] = (),
    lost: str = "",
) -> list[Field]:
    """The fields `issuer`, each once, compared with what the seals say.

    `unclear` is what stands beside them and may be one more name, `lost` a name that only
    the title gives: the list is then in doubt.
    """
    fields: dict[str, Field] = {}
    bodies = _whole_names(list(bodies))
    named = [body.name for body in bodies]
    unnamed = _unnamed_seal(bodies, sealed)
    for body in bodies:
        if body.name in fields:
            continue
        agreed, doubt = ["repeated"] if named.count(body.name) > 1 else [], None
        own = [seal for seal in sealed if comparable(body.name) == comparable(seal.text)]
        if own:
            # One kept for a purpose (业务专用章) names the body, but is not what it signs with.
            agreed += [] if all(seal.of_a_part for seal in own) else ["seal"]
        elif body.proxy:
            # Whose seal stands in for whom (代章) is not said by the line itself.
            doubt = "marked 代章: another body's seal, or a seal for another body"
        elif len(sealed) == 1 and len(set(named)) == 1:
            doubt = _other_seal(body.name, sealed[0])
        if doubt is None and body.name[:1] == body.name[1:2]:
            # No body's name begins so (河河南省总工会): the line's first stroke lay in two crops.
            doubt = "its first character may have been read twice"
        if doubt is None and unnamed is not None:
            doubt = f"a seal says “{unnamed.text}”, which no line names"
        if doubt is None and unclear:
            doubt = f"beside it stands “{unclear[0][:30]}”, which is no body's name as it was read"
        if doubt is None and lost:
            doubt = f"the title alone names “{lost}”: the issuers were not all read"
        fields[body.name] = judge.field(
            "issuer",
            body.name,
            body.passage,
            least=thresholds.NAME,
            agreed=agreed,
            doubt=doubt,
        )
    return list(fields.values())


def with_parent(body: BodyFound, text: str) -> BodyFound:
    """A part of a larger body (学院、系、分会) with the name of the whole, where the text gives it.

    `物理学院` signs; the text says `某某大学物理学院`. A part whose whole is
    not named stays as printed.
    """
    if stands_alone(body.name) or not _SUBORDINATE.search(body.name):
        return body
    wholes = {match["w"] for match in re.finditer(_WHOLE + re.escape(body.name), text)}
    return replace(body, name=wholes.pop() + body.name) if len(wholes) == 1 else body


def issuers_from_seals(sealed: Sequence[SealText]) -> list[Field]:
    """The fields `issuer` where only seals name who issued."""
    fields: dict[str, Field] = {}
    for seal in sealed:
        if is_body(seal.text):
            field = seal_field("issuer", seal)
            if seal.rival and field.doubt is None:
                doubt = f"another picture of the seal says “{seal.rival}”"
                field = replace(field, certainty=Certainty.DOUBTFUL, doubt=doubt)
            if seal.of_a_part:
                doubt = f"the seal is marked “{seal.inner}”, and no line names who issued"
                field = replace(field, certainty=Certainty.DOUBTFUL, doubt=doubt)
            fields.setdefault(seal.text, field)
    return list(fields.values())


def unclear_issuer(rows: Sequence[Passage], judge: Judge) -> list[Field]:
    """The row above the date, doubtful, where it has not the form of a body's name."""
    for above, row in pairwise(rows):
        text = without_seal_mark(above).flat().stripped()
        if whole_date(row) and _CHINESE.fullmatch(text.text):
            doubt = "not the form of a body's name"
            return [judge.field("issuer", text.text, text, least=thresholds.NAME, doubt=doubt)]
    return []


def date_field(dates: Sequence[DateFound], judge: Judge) -> list[Field]:
    """The field `date` of a signing place; several that differ leave it doubtful."""
    if not dates:
        return []
    last = read_otherwise(dates[-1])
    doubt = None
    if last.cut_off:
        doubt = "the date is cut off"
    elif any(not date.date.agrees(last.date) for date in dates):
        doubt = f"another date stands beside it: {dates[0].date.iso}"
    repeated = sum(date.date == last.date for date in dates) > 1
    return [
        judge.field(
            "date",
            last.date.iso,
            last.passage,
            least=thresholds.DATE,
            agreed=["repeated"] if repeated else [],
            doubt=doubt,
        )
    ]


def certain(fields: Iterable[Field]) -> bool:
    """Whether every one of these fields is certain."""
    return all(field.certainty is Certainty.CERTAIN for field in fields)


def _large_print(rows: Sequence[Passage]) -> list[Passage]:
    sizes = [
        _size(cell) for row in rows for cell in row.by_line() if bodies_in(cell) or whole_date(cell)
    ]
    if not sizes:
        return list(rows)
    least = SMALL_PRINT * median(sizes)
    kept = []
    for row in rows:
        cells = [cell for cell in row.by_line() if _size(cell) >= least]
        if cells:
            kept.append(_as_row(row, cells))
    return kept


def _size(cell: Passage) -> float:
    """The size of a cell's characters; a slanted line's box is higher than its print."""
    if cell.box is None:
        return 0.0
    wide = sum(0.55 if c.isascii() else 1.0 for c in cell.text)
    return min(cell.box.height, 1.25 * cell.box.width / max(wide, 1))


def _as_row(row: Passage, cells: Sequence[Passage]) -> Passage:
    if len(cells) == len(row.by_line()):
        return row
    whole = joined(cells)
    return Passage(whole.lines, whole.text.replace("\n", "\t"), whole.origins)


def _wrapped(above: Passage, row: Passage) -> list[BodyFound]:
    """A name that goes on in the next row."""
    if len(above.by_line()) != 1 or len(row.by_line()) != 1 or not _near(above, row):
        return []
    both = joined([above, row])
    name = without_seal_mark(both.flat()).text
    if not stands_alone(name) or not is_body(name):
        return []
    return [BodyFound(name, without_seal_mark(both.flat()), "代章" in both.text)]


def _added(bodies: list[BodyFound], found: list[BodyFound]) -> list[BodyFound]:
    """The bodies with those of one more row; a part of the body above is joined to it."""
    if bodies and len(found) == 1 and not stands_alone(found[0].name):
        last = bodies[-1]
        below = _SUBORDINATE.search(found[0].name)
        if below and stands_alone(last.name) and _near(last.passage, found[0].passage):
            both = joined([last.passage, found[0].passage]).flat()
            return [*bodies[:-1], BodyFound(last.name + found[0].name, both, found[0].proxy)]
    return [*bodies, *found]


def _whole_names(bodies: list[BodyFound]) -> list[BodyFound]:
    """The bodies without fragments of one another, as seal rings read as lines leave them."""
    return [
        body
        for body in bodies
        if stands_alone(body.name)
        or not any(body.name != other.name and body.name in other.name for other in bodies)
    ]


def _near(above: Passage, below: Passage) -> bool:
    if above.box is None or below.box is None:
        return False
    gap = below.box.y0 - above.box.y1
    across = min(above.box.x1, below.box.x1) - max(above.box.x0, below.box.x0)
    return gap < LINE_GAP * max(above.box.height, below.box.height) and across > 0


def _unnamed_seal(bodies: Sequence[BodyFound], sealed: Sequence[SealText]) -> SealText | None:
    """A seal among those of joint issuers that names a body which no line was read to name.

    It need not be read clearly where it is like none of them, or where more seals
    stand together than bodies were read. Only seals that stand beside another that
    names an issuer count, or so beside any: a unit's stamp on a copy stands elsewhere.
    """
    known = {comparable(body.name) for body in bodies}
    for seal in sealed:
        text = comparable(seal.text)
        together = [other for other in sealed if _side_by_side(seal, other)]
        clear = seal.confidence >= thresholds.CLEAR_SEAL and is_body(seal.text)
        clear = clear or not any(_alike(seal.text, name, _SAME_NAME) for name in known)
        beside = any(comparable(other.text) in known for other in together)
        many = len(together) > len(known) > 0
        other = many and not any(nearly(name, text) for name in known)
        if text not in known and ((clear and beside) or other):
            return seal
    return None


def _side_by_side(one: SealText, other: SealText) -> bool:
    """Whether two seals stand in one row, as those of joint issuers do; a seal does with itself."""
    apart = abs(one.box.center[1] - other.box.center[1])
    return one.page == other.page and apart < one.box.height


def _other_seal(name: str, seal: SealText) -> str | None:
    """The doubt that the only seal, clearly read, names somebody else."""
    if seal.confidence < thresholds.CLEAR_SEAL or not is_body(seal.text):
        return None
    if not _alike(name, seal.text, _SAME_BODY):
        return f"the seal says “{seal.text}”"
    return None


def _alike(one: str, two: str, share: float) -> bool:
    """Whether two names have that share of the shorter one's characters in common."""
    mine, other = set(comparable(one)), set(comparable(two))
    return len(mine & other) >= share * min(len(mine), len(other))
