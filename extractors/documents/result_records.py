"""Which labelled values of a list belong to which of its patents.

A list repeats its labels for each patent, whichever of them stands first. Where a label
was not read, the one after it may stand for the wrong patent; such values are named as
unsure, because a value of the neighbour's is worse than a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from evidence.names import normal_text
from extractors.documents.labels import Labelled

MAY_BE_NEIGHBOURS = "may belong to the next patent of the list"
SAID_AGAIN = "what is said below it may be of this patent as well"

_OF_ONE = frozenset(
    {"title", "patent_type", "application_date", "grant_date", "grant_number", "publication_number"}
)
"""Fields that one patent has once: two values are two patents'."""
_HEADS = frozenset({"title", "patent_type"})
"""Fields that layouts print above the number as well as below it."""
_FEWEST = 3
"""Labels with a value that make a patent of which no number was read."""
_LEAST_GAP = 0.5
"""Line heights between rows of labels that stand closest."""
_CLEAR_GAP = 1.5
"""Times the space above a label that the space below it is where a patent surely ends."""
_NOTHING = re.compile(
    r"^[-—–/无:\s]*$|^(?:例如|如:|请输入|请选择|全部|开始日期|起始|查询$|检索$|重置)"
)


@dataclass(frozen=True, slots=True)
class ResultRecord:
    """The labelled values of one patent, in reading order.

    `key` is its number as digits, empty where none was read. `doubts` says of fields why
    their value may not be this patent's.
    """

    labels: tuple[Labelled, ...]
    key: str
    doubts: Mapping[str, str]


KeyOf = Callable[[Labelled], str]
"""The digits of the number that a label of the key field introduces, empty for none."""


def result_records(found: Sequence[Labelled], key_field: str, key_of: KeyOf) -> list[ResultRecord]:
    """The labels in runs that each tell one patent.

    A run without number is one whose number was not read, and kept, so that its values are
    nobody else's; search forms of which little is filled in are left out.
    """
    cuts = [_runs(found, key_field, key_of)]
    if len({key for one in found if one.field == key_field and (key := key_of(one))}) > 1:
        cuts.append(_from_numbers(found, key_field, key_of))
    ways = [_rows_together(cut, key_field, key_of) for cut in cuts if cut]
    runs = max(ways, key=_contrast, default=[])
    unsure = _told_otherwise(ways, key_field, key_of) if runs and _contrast(runs) <= 0 else set()
    runs = _rejoined(runs, key_field, key_of)
    runs = _sides_heeded(runs, key_field, key_of)
    shifted = _shifted(runs, key_field, key_of)
    records: list[ResultRecord] = []
    for at, run in enumerate(runs):
        key = _key(run, key_field, key_of)
        told = [one for one in run if _says(one)]
        if key or len(told) >= _FEWEST or any(one.field == key_field for one in told):
            start = next((n for n, one in enumerate(run) if _says(one)), 0)
            doubts = _doubts(runs, at, key_field, key_of)
            doubts |= {one.field: MAY_BE_NEIGHBOURS for one in run if id(one) in unsure}
            doubts |= dict.fromkeys(shifted, MAY_BE_NEIGHBOURS)
            before = _before_key(run, key_field, key_of) & doubts.keys()
            records[-1:] = [_also_said(one, before) for one in records[-1:]]
            records.append(ResultRecord(tuple(run[start:]), key, doubts))
        else:
            records[-1:] = [_also_said(one, {one.field for one in told}) for one in records[-1:]]
    return records


def _shifted(runs: list[_Run], key_field: str, key_of: KeyOf) -> set[str]:
    """Fields that stand alone above the first number and are lacking in the last patent.

    They may stand above every number, so that each patent seems to have the next one's.
    """
    numbered = [run for run in runs if _key(run, key_field, key_of)]
    if not numbered or runs[0] is numbered[0]:
        return set()
    above = {one.field for one in runs[0] if _says(one)} & _HEADS
    return above - {one.field for one in numbered[-1]}


def _also_said(record: ResultRecord, fields: Iterable[str]) -> ResultRecord:
    """A record after which these fields are said again, perhaps of the same patent."""
    return replace(record, doubts={**dict.fromkeys(fields, SAID_AGAIN), **record.doubts})


_Run = list[Labelled]


def _runs(found: Sequence[Labelled], key_field: str, key_of: KeyOf) -> list[_Run]:
    """Labels cut wherever one comes again, or another number does."""
    runs: list[_Run] = [[]]
    opens = _opens(found, key_field, key_of)
    # Asked once of each label, not once for each that follows: a page may hold thousands.
    saying = {id(one) for one in found if _says(one)}
    for one in found:
        run = runs[-1]
        key = _key(run, key_field, key_of)
        if one.field == key_field:
            numbered = any(other.field == key_field for other in run)
            # What a search form holds above the list is typed there, and tells nothing.
            told = any(id(other) in saying for other in run if other.field != key_field)
            begins = numbered and not (told and key and key == key_of(one))
            begins = begins or (opens and told and not numbered)
        else:
            at = _place_of_key(run, key_field, key_of)
            begins = any(
                one.field == other.field and (n > at or id(other) in saying)
                for n, other in enumerate(run)
            )
        if begins:
            runs.append([one])
        else:
            run.append(one)
    return [run for run in runs if run]


def _opens(found: Sequence[Labelled], key_field: str, key_of: KeyOf) -> bool:
    """Whether numbers stand first among their patents' labels: with the room above that ends one."""
    steps = [_gap(one, two) for one, two in pairwise(found)]
    inner = sorted(step for step in steps if step > 0)
    usual = inner[len(inner) // 2] if inner else 0.0
    before = [
        steps[at - 1]
        for at, one in enumerate(found)
        if at and one.field == key_field and key_of(one)
    ]
    wide = sum(step >= _CLEAR_GAP * max(usual, _LEAST_GAP) for step in before)
    return bool(before) and wide > len(before) / 2


def _from_numbers(found: Sequence[Labelled], key_field: str, key_of: KeyOf) -> list[_Run]:
    """Labels cut before each number; none where something would be said twice of one patent."""
    runs: list[_Run] = [[]]
    for one in found:
        key = key_of(one) if one.field == key_field else ""
        if key and key != _key(runs[-1], key_field, key_of):
            runs.append([])
        runs[-1].append(one)
    runs = [run for run in runs if run]
    return runs if all(map(_is_of_one, runs)) else []


def _is_of_one(run: _Run) -> bool:
    """Whether nothing that a patent has once is said differently in a run."""
    said: dict[str, Labelled] = {}
    told = (one for one in run if one.field in _OF_ONE and _says(one))
    return all(_same(said.setdefault(one.field, one), one) for one in told)


def _contrast(runs: list[_Run]) -> float:
    """How much wider the room between patents is than any within one, in line heights."""
    between = [
        _gap(one[-1], two[0]) for one, two in pairwise(runs) if one[-1].at.page == two[0].at.page
    ]
    within = [_gap(one, two) for run in runs for one, two in pairwise(run)]
    return min(between, default=0.0) - max(within, default=0.0)


def _told_otherwise(ways: Sequence[list[_Run]], key_field: str, key_of: KeyOf) -> set[int]:
    """Labels that one way to cut the list gives another patent's number than the other does."""
    owners: dict[int, set[str]] = {}
    for runs in ways:
        for run in runs:
            for one in run:
                owners.setdefault(id(one), set()).add(_key(run, key_field, key_of))
    return {one for one, keys in owners.items() if len(keys) > 1}


def _rejoined(runs: list[_Run], key_field: str, key_of: KeyOf) -> list[_Run]:
    """Runs of one patent's page put together again: pages in full say some things twice.

    So are a few labels without a number that say something differently: two values are a doubt.
    """
    numbers = {key for run in runs if (key := _key(run, key_field, key_of))}
    joined: list[_Run] = []
    for run in runs:
        key = _key(run, key_field, key_of)
        last = joined[-1] if joined else None
        one_patent = last is not None and (
            (key and key == _key(last, key_field, key_of))
            or (len(numbers) == 1 and (not key or not _key(last, key_field, key_of)))
        )
        few = sum(map(_says, run)) < _FEWEST and not key
        if last is not None and one_patent and (few or _agree(last, run, key_field)):
            last.extend(run)
        else:
            joined.append(list(run))
    return joined


def _agree(one: _Run, two: _Run, key_field: str) -> bool:
    """Whether nothing that a patent has once is said differently in two runs."""
    for label in two:
        if (label.field in _OF_ONE or label.field == key_field) and _says(label):
            said = [other for other in one if other.field == label.field and _says(other)]
            if said and not any(_same(label, other) for other in said):
                return False
    return True


def _same(one: Labelled, two: Labelled) -> bool:
    """Whether one value begins with the other: what follows it may have been read along."""
    shorter, longer = sorted((_first(one), _first(two)), key=len)
    return longer.startswith(shorter)


def _first(one: Labelled) -> str:
    rows = one.value.stripped().by_line()
    return normal_text(rows[0].text) if rows else ""


def _says(one: Labelled) -> bool:
    """Whether a label has a value, not only a blank or what a form prints into it."""
    return not _NOTHING.search(one.value.stripped().flat().text)


def _key(run: Sequence[Labelled], key_field: str, key_of: KeyOf) -> str:
    return next((key for one in run if one.field == key_field and (key := key_of(one))), "")


def _place_of_key(run: Sequence[Labelled], key_field: str, key_of: KeyOf) -> int:
    """Where the number stands in a run; beyond its end where there is none."""
    places = (n for n, one in enumerate(run) if one.field == key_field and key_of(one))
    return next(places, len(run))


def _rows_together(runs: list[_Run], key_field: str, key_of: KeyOf) -> list[_Run]:
    """A row of labels is one patent's: what stands beside the next one's label goes with it."""
    for run, after in pairwise(runs):
        while len(run) > 1 and _in_one_row(run[-1], after[0]):
            if key_of(run[-1]) and run[-1].field == key_field:
                break
            after.insert(0, run.pop())
    return runs


def _in_one_row(one: Labelled, two: Labelled) -> bool:
    box, other = one.at.box, two.at.box
    if box is None or other is None or one.at.page != two.at.page:
        return False
    return min(box.y1, other.y1) - max(box.y0, other.y0) > 0.5 * min(box.height, other.height)


def _sides_heeded(runs: list[_Run], key_field: str, key_of: KeyOf) -> list[_Run]:
    """Labels at a run's end that stand before the number in most patents go with the next one."""
    before: dict[str, int] = {}
    for run in runs:
        at = _place_of_key(run, key_field, key_of)
        if at < len(run):
            for n, one in enumerate(run):
                before[one.field] = before.get(one.field, 0) + (1 if n < at else -1)
    for run, after in pairwise(runs):
        has = {one.field for one in after}
        while len(run) > 1 and before.get(run[-1].field, 0) > 0 and run[-1].field not in has:
            after.insert(0, run.pop())
    return runs


def _doubts(runs: list[_Run], at: int, key_field: str, key_of: KeyOf) -> dict[str, str]:
    """Fields of a run that may be a neighbour's, because a label between was not read."""
    run = runs[at]
    others = [other for other in runs if other is not run]
    leading = _before_key(run, key_field, key_of)
    usual = {field for other in others for field in _before_key(other, key_field, key_of)}
    numbered = any(_key(other, key_field, key_of) for other in others)
    doubts = dict.fromkeys(leading - usual, MAY_BE_NEIGHBOURS) if numbered else {}
    after = runs[at + 1] if at + 1 < len(runs) else []
    clear = _gap(run[-2], run[-1]) if len(run) > 1 else 0.0
    if not after or _gap(run[-1], after[0]) >= _CLEAR_GAP * max(clear, 1.0):
        return doubts
    last = [other for other in runs if _key(other, key_field, key_of)][-1:]
    for one in reversed(run[1:]):
        held = sum(any(label.field == one.field for label in other) for other in others)
        told = held > 1 or any(one.field == label.field for label in after)
        # What every patent but the last ends with may be what each begins with, the first unread.
        lacking = any(all(label.field != one.field for label in other) for other in last)
        if one.field == key_field or (told and not (lacking and one.field in _HEADS)):
            break
        doubts[one.field] = MAY_BE_NEIGHBOURS
    return doubts


def _before_key(run: _Run, key_field: str, key_of: KeyOf) -> set[str]:
    """The fields that a numbered run tells before its number."""
    at = _place_of_key(run, key_field, key_of)
    if at == len(run):
        return set()
    return {one.field for one in run[:at] if _says(one) and one.field != key_field}


def _gap(upper: Labelled, lower: Labelled) -> float:
    """Room between two labels, in heights of the upper one; none across pages or in one row."""
    box, other = upper.at.box, lower.at.box
    if box is None or other is None or upper.at.page != lower.at.page:
        return 0.0
    return max(other.y0 - box.y1, 0) / max(box.height, 1)
