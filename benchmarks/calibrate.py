"""How sure must a reader be? Thresholds chosen on labelled pages, not by taste.

    python -m benchmarks.calibrate --work DIR --seed 2 --seed 3 --pages 120
    python -m benchmarks.calibrate --work DIR --write      store them with their figures
    python -m benchmarks.calibrate --work DIR --check      exit 1 where the stored ones differ

Reads page sets of the tune split (kept in DIR, so that a second time costs
seconds) and looks at every value that rests on one reading alone: its least
sure character, and whether it is right. For each class of fields it takes the
lowest threshold above which at most one value in a thousand is wrong, and none
lower than where such values were seen at all. Nothing is reported on these pages:
the benchmark of reading uses the report split.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from benchmarks.reading import SETS, documents_of, page_set
from benchmarks.scoring import Record, counterpart, normal
from extractors.documents import thresholds

BOUND = 0.001
"""The share of wrong values among those called certain that a threshold must not exceed."""
UNSEEN = 0.005
"""The share of values below which a threshold never goes: of less sure ones too few were seen."""
_STEPS = [round(0.30 + 0.01 * step, 2) for step in range(70)]
_SLACK = 0.02
"""A recomputed threshold this near to the stored one is the same: few values decide it."""
_ALIKE = 0.5
_CLASSES = {
    "NUMBER": ("certificate_number", "document_number", "grant_number", "patent_number"),
    "DATE": ("date", "application_date", "grant_date"),
    "NAME": (
        "issuer", "recipient", "inventor", "inventor_at_filing", "patentee", "named_person", "name",
    ),
    "TEXT": ("title", "honour", "contest", "rank", "addressee", "occupation", "grade"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """A value that rests on one reading: its least sure character, and whether it is right."""

    group: str
    sure: float
    right: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A threshold with the figures behind it."""

    threshold: float
    values: int
    wrong: int
    wrong_above: int
    right_below: int


def main() -> int:
    """Choose, print, and store or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--seed", type=int, action="append", dest="seeds")
    parser.add_argument("--pages", type=int, default=120, help="pages of a set")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    seeds = chosen.seeds or [2]
    values = [v for seed in seeds for v in _values(chosen.work.resolve(), seed, chosen.pages)]
    choices = {group: choose([v for v in values if v.group == group]) for group in _CLASSES}
    print(
        f"{'class':8} {'threshold':>9} {'values':>7} {'wrong':>6} {'above':>6} {'right below':>12}"
    )
    for group, one in choices.items():
        print(
            f"{group:8} {one.threshold:>9.2f} {one.values:>7} {one.wrong:>6} {one.wrong_above:>6} "
            f"{one.right_below:>12}"
        )
    if chosen.write:
        thresholds.FILE.write_text(_stored(choices, seeds, chosen.pages), encoding="utf-8")
    if chosen.check:
        kept = thresholds.stored()
        moved = [g for g, one in choices.items() if abs(kept[g] - one.threshold) > _SLACK]
        for group in moved:
            print(f"{group}: stored {kept[group]}, now {choices[group].threshold}")
        return int(bool(moved))
    return 0


def choose(values: Sequence[Value]) -> Choice:
    """The lowest threshold above which at most `BOUND` of the values are wrong.

    It stays above the least sure `UNSEEN` of the values: nothing is known of what lies there.
    """
    seen = sorted(value.sure for value in values)
    floor = seen[int(UNSEEN * len(seen))] if seen else _STEPS[-1]
    for threshold in [step for step in _STEPS if step >= floor] or _STEPS[-1:]:
        above = [value for value in values if value.sure >= threshold]
        wrong = sum(not value.right for value in above)
        if wrong <= BOUND * len(above):
            break
    below = sum(value.right and value.sure < threshold for value in values)
    return Choice(threshold, len(values), sum(not v.right for v in values), wrong, below)


def _values(work: Path, seed: int, pages: int) -> Iterator[Value]:
    for name in SETS:
        folder, truths = page_set(name, work, "tune", seed, pages)
        found = documents_of(folder, truths, work, name)
        for truth in truths:
            read = found.get(truth["file"], ())
            # Two papers taken for one mix their values, however surely each was read.
            if _kinds(read) == _kinds(truth["documents"]):
                for wanted in truth["documents"]:
                    yield from _of_document(wanted, read)


def _kinds(documents: Sequence[Record]) -> list[str]:
    return sorted(one["kind"] for one in documents)


def _of_document(wanted: Record, found: Sequence[Record]) -> Iterator[Value]:
    fields = counterpart(wanted, found)
    for group, names in _CLASSES.items():
        for name in names:
            if name not in wanted["fields"]:
                continue
            expected = normal(name, wanted["fields"][name])
            for field in fields.get(name, []):
                doubt = field["doubt"] or ""
                # A value that something else confirms or doubts is not decided by its confidence.
                if field["sources"] == ["pixels"] and (not doubt or "with confidence" in doubt):
                    (value,) = normal(name, [field["value"]])
                    if value in expected or _is_misread(value, expected):
                        yield Value(group, field["confidence"], value in expected)


def _is_misread(value: str, expected: Sequence[str]) -> bool:
    """Whether a wrong value is a true one misread; a wrong place is no matter of confidence."""
    return any(
        abs(len(value) - len(one)) <= 1 and SequenceMatcher(None, value, one).ratio() >= _ALIKE
        for one in expected
    )


def _stored(choices: dict[str, Choice], seeds: Sequence[int], pages: int) -> str:
    lines = [
        "# The confidence that the least sure character of a value needs where nothing else",
        "# confirms it. Written by `python -m benchmarks.calibrate --write`; not by hand.",
        f'calibrated = "{dt.datetime.now(tz=dt.UTC).date().isoformat()}"',
        f'pages = "tune split, seeds {", ".join(map(str, seeds))}, {pages} pages of each set"',
        f"bound = {BOUND}",
    ]
    for group, one in choices.items():
        lines += [
            f"\n[{group}]",
            f"threshold = {one.threshold}",
            f"values = {one.values}",
            f"wrong = {one.wrong}",
            f"wrong_above = {one.wrong_above}",
            f"right_below = {one.right_below}",
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
