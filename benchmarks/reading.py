"""How well, how surely and at what cost are documents read, beside the usual engines?

    python -m benchmarks.reading                        report split, four sets, peers on 100 pages
    python -m benchmarks.reading --split tune --peers 0 --work DIR --misses
    python -m benchmarks.reading --throughput

Generates page sets (fixtures.generator.pages), reads them and prints one table
a set. Contenders stand behind the same extraction; each reads in processes of
its own. `--work DIR` keeps sets and readings, so that extraction alone is
measured again in seconds; without it everything is read cold.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.real_set import real_set
from benchmarks.scoring import Record, Score, misses, score

SETS = ("clean", "scan", "photo", "hard", "layouts")
PEERS = ("tesseract", "rapidocr")
_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Result:
    """What one contender reached on one set, and what it cost."""

    score: Score
    pages: int
    cpu_seconds: float
    wall_seconds: float
    peak_mib: float


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", action="append", choices=(*SETS, "others"), dest="sets")
    parser.add_argument("--split", choices=("tune", "report"), default="report")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, default=220, help="pages of a set")
    parser.add_argument(
        "--peers", type=int, default=100, help="pages the peers read, over all sets"
    )
    parser.add_argument("--real", type=Path, default=os.environ.get("HEYAN_REAL"))
    parser.add_argument("--work", type=Path, help="keep sets and readings here")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--fields", action="store_true", help="print every field of every kind")
    parser.add_argument("--misses", action="store_true", help="print every field read otherwise")
    parser.add_argument("--throughput", action="store_true", help="one worker against two")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = (chosen.work or Path(temporary)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        if chosen.throughput:
            _throughput(work, chosen)
            return
        for name in chosen.sets or SETS:
            folder, truths = page_set(name, work, chosen.split, chosen.seed, chosen.pages)
            title = f"{name} ({chosen.split} split, seed {chosen.seed})"
            peers = chosen.peers // len(chosen.sets or SETS)
            _measure(title, folder, truths, work, work / "cache" / name, peers, chosen)
        if chosen.real is None or not (Path(chosen.real) / "truth.jsonl").is_file():
            print("\nskipped: no folder of real scans (--real or HEYAN_REAL)")
        else:
            folder = Path(chosen.real).resolve()
            truths = real_set(folder)
            peers = _pages(truths) if chosen.peers else 0
            _measure("real scans", folder, truths, work, work / "cache" / "real", peers, chosen)


def _measure(
    title: str,
    folder: Path,
    truths: Sequence[Record],
    work: Path,
    cache: Path,
    peers: int,
    chosen: argparse.Namespace,
) -> None:
    """Read one set with every contender and print its table; `peers` is the pages that all read."""
    columns: dict[str, Result] = {}
    if peers:
        few = _spread(truths, peers)
        for peer in PEERS:
            columns[f"{peer}, {_pages(few)} pages"] = contend(peer, folder, few, work, cache)
        columns[f"heyan, {_pages(few)} pages"] = contend(
            "heyan",
            folder,
            few,
            work,
            cache,
            workers=1,  # alone on the machine, as the peers
        )
    whole = f"heyan, {_pages(truths)} pages"
    if whole not in columns:  # the peers read all of a small set, and so has Heyan
        columns[whole] = contend("heyan", folder, truths, work, cache, workers=chosen.workers)
    print(f"\n## {title}\n")
    print(table(columns))
    ours = list(columns.values())[-1].score
    if chosen.fields:
        for (kind, field), (right, errors) in ours.by_field().items():
            print(f"    {kind}: {field:22} {right}   certain errors {errors}")
    for trait, right in ours.by_trait().items():
        print(f"    {trait:24} {right}")
    if chosen.misses:
        print("\n".join(misses(ours)))


def page_set(name: str, work: Path, split: str, seed: int, pages: int) -> tuple[Path, list[Record]]:
    """A set's folder and truth, generated where it is not there yet."""
    folder = work / f"{split}-{seed}-{pages}" / name
    if not (folder / "truth.jsonl").is_file():
        command = [sys.executable, "-m", "fixtures.generator.pages", str(folder), "--set", name]
        command += ["--split", split, "--seed", str(seed), "--pages", str(pages)]
        subprocess.run(command, check=True, cwd=_ROOT, stdout=subprocess.DEVNULL)
    lines = (folder / "truth.jsonl").read_text().splitlines()
    return folder, [json.loads(line) for line in lines]


def _spread(truths: Sequence[Record], pages: int) -> list[Record]:
    """Files that hold about so many pages, taken evenly from the set."""
    step = max(_pages(truths) / pages, 1.0)
    chosen, taken, passed = [], 0, 0.0
    for truth in truths:
        if taken <= passed / step and taken < pages:
            chosen.append(truth)
            taken += truth["pages"]
        passed += truth["pages"]
    return chosen


def _pages(truths: Sequence[Record]) -> int:
    return sum(truth["pages"] for truth in truths)


def documents_of(
    folder: Path, truths: Sequence[Record], work: Path, name: str
) -> dict[str, list[Record]]:
    """What Heyan finds in the files of a set, by file; what was read before comes from the cache."""
    told = _told("heyan", folder, truths, work, work / "cache" / name, 2)
    documents: dict[str, list[Record]] = told["documents"]
    return documents


def contend(
    name: str,
    folder: Path,
    truths: Sequence[Record],
    work: Path,
    cache: Path,
    *,
    workers: int = 2,
) -> Result:
    """Let one contender read the files in processes of its own, and score what it found."""
    told = _told(name, folder, truths, work, cache, workers)
    return Result(
        score(truths, told["documents"]),
        told["pages"],
        told["cpu_seconds"],
        told["wall_seconds"],
        told["peak_mib"],
    )


def _told(
    name: str, folder: Path, truths: Sequence[Record], work: Path, cache: Path, workers: int
) -> dict[str, Any]:
    """What the contender's own process says of the files."""
    job, out = work / f"job-{os.getpid()}.json", work / f"outcome-{os.getpid()}.json"
    asked = {
        "folder": str(folder),
        "files": [truth["file"] for truth in truths],
        "cache": str(cache),
        "workers": workers,
    }
    job.write_text(json.dumps(asked))
    command = [sys.executable, "-m", "benchmarks.contenders", name, str(job), str(out)]
    subprocess.run(command, check=True, cwd=_ROOT)
    told: dict[str, Any] = json.loads(out.read_text())
    job.unlink()
    out.unlink()
    return told


def table(columns: dict[str, Result]) -> str:
    """The table of one set: a row a question, a column a contender, as Markdown."""
    results = list(columns.values())
    rows = [
        ["", *columns],
        ["---", *("---" for _ in columns)],
        *(
            [f"{row} exact", *(str(one.score.exact()[row]) for one in results)]
            for row in results[0].score.exact()
        ),
        ["**decisive fields exact**", *(str(one.score.all_exact()) for one in results)],
        ["doubtful of the right", *(str(one.score.doubtful()) for one in results)],
        ["wrong but certain", *(str(one.score.certain_errors()) for one in results)],
        ["found where none stands", *(str(len(one.score.invented)) for one in results)],
        ["kind of document right", *(str(one.score.kinds) for one in results)],
        ["taken for a patent", *(str(one.score.taken_for_patents) for one in results)],
        ["CPU s a page", *(_each(one.cpu_seconds, one.pages) for one in results)],
        ["peak memory, MiB", *(f"{one.peak_mib:.0f}" for one in results)],
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _each(seconds: float, pages: int) -> str:
    return f"{seconds / pages:.2f} ({pages} read)" if pages else "from the cache"


def _throughput(work: Path, chosen: argparse.Namespace) -> None:
    """Pages a second with one worker and with two, on the same scans, cold."""
    folder, truths = page_set("scan", work, chosen.split, chosen.seed, 60)
    rates = []
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as cache:
            one = contend("heyan", folder, truths, work, Path(cache), workers=workers)
        rates.append(one.pages / one.wall_seconds)
        print(f"{workers} worker(s): {rates[-1]:.2f} pages a second, start-up included")
    print(f"two against one: {rates[1] / rates[0]:.2f}")


if __name__ == "__main__":
    main()
