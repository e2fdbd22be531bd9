"""What must hold after all that was done: the same as where nothing was."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.faulty.batches import APPLICANTS, FILES, batch_name, pages_of


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that was to hold, what was found, and whether it does."""

    name: str
    found: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of an installation: its output folder, each look at a page, its queue."""

    out: Path
    looks: Sequence[int]
    queue: Sequence[tuple[str, ...]]


def promises(
    disturbed: Outcome, reference: Outcome, numbers: Sequence[int], interruptions: int
) -> list[Promise]:
    """What came out where it was disturbed so often, held against where it was not."""
    names = list(map(batch_name, numbers))
    same = [_same(disturbed.out / name, reference.out / name) for name in names]
    listed = [_listed(disturbed.out / name) for name in names]
    queue, expected = disturbed.queue, reference.queue
    looks = Counter(disturbed.looks)
    pages = {page for number in numbers for page in pages_of(number)}
    again = sum(looks[page] - 1 for page in pages if looks[page])
    unread = sum(not looks[page] for page in pages)
    return [
        Promise("batches ended", f"{len(names)}", bool(names)),
        Promise("verdicts.json byte for byte", f"{sum(same)} of {len(same)}", all(same)),
        Promise(
            "uploads in = statuses out",
            f"{sum(listed)} of {APPLICANTS * FILES * len(names)}",
            listed == [APPLICANTS * FILES] * len(names),
        ),
        Promise(
            "items in the queue",
            f"{len(queue)}, {len(queue) - len(set(queue))} double, {len(expected)} expected",
            list(queue) == list(expected),
        ),
        Promise(
            "pages begun again / interruptions",
            f"{again} of {len(pages)} / {interruptions}",
            again <= interruptions and not unread,
        ),
    ]


def _same(out: Path, expected: Path) -> bool:
    one, other = (folder / "verdicts.json" for folder in (out, expected))
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def _listed(out: Path) -> int:
    """Files in uploads.csv; -1 where one stands there twice."""
    with (out / "uploads.csv").open(encoding="utf-8-sig", newline="") as file:
        paths = [row["path"] for row in csv.DictReader(file)]
    return len(paths) if len(set(paths)) == len(paths) else -1
