"""Does the work grow as the batch does, and no faster? Do two workers do twice as much?

    python -m benchmarks.scale                    # 100, 1,000 and 3,000 uploads; then 60 with OCR
    python -m benchmarks.scale --sizes 100 1000   # others
    python -m benchmarks.scale --workers          # one Celery worker, then two

Batches are copies of the sample (benchmarks/copies): every file has bytes of its own, every
applicant another name and other numbers. `heyan run` works on each as a process of its own.
What was read lies in the cache but where the OCR itself is the question. Costs of starting up
are counted, not subtracted. Exit status 1 where

- time or CPU grows by more than 1.05 × the uploads, from the first size to the last;
- the run process needs more than 1.15 × the memory;
- more than 10 % of the CPU time is spent outside the OCR engine (`--ocr 0` skips this);
- two workers, each on one core with one OCR process, are less than 1.6 × as fast as one.

`--folder` keeps what was made, so that the sample is read only once.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.cluster import running_cluster
from benchmarks.copies.batch import Copies, CopyMaker
from benchmarks.copies.clocked_reader import FOLDER_VARIABLE, seconds_in
from benchmarks.copies.measured import Cost, run_measured
from benchmarks.copies.sample import Sample, environment, heyan, home_in, read_sample

_TIME, _MEMORY, _OUTSIDE, _SPEEDUP = 1.05, 1.15, 0.10, 1.6
_READER = "benchmarks.copies.clocked_reader:ClockedReader"


def main() -> int:
    """Measure what was asked for; 1 where a limit is not kept."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 3000])
    parser.add_argument("--ocr", type=int, default=60, help="uploads that are really read")
    parser.add_argument("--workers", action="store_true", help="one Celery worker against two")
    parser.add_argument("--shard", type=int, default=20, help="uploads a shard for --workers")
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="heyan-scale-") as temporary:
        folder = (chosen.folder or Path(temporary)).absolute()
        sample = read_sample(folder / "sample")
        if chosen.workers:
            return 0 if _workers(folder, sample, chosen.ocr, chosen.shard) else 1
        kept = _growth(folder, sample, chosen.sizes)
        if chosen.ocr:
            kept = _engine(folder, sample, chosen.ocr) and kept
        return 0 if kept else 1


def _growth(folder: Path, sample: Sample, sizes: Sequence[int]) -> bool:
    """One run a size; whether time and memory are kept."""
    print("uploads applicants pages   wall s   CPU s (run + children)   peak MiB (run, a child)")
    uploads, costs = [], []
    for size in sizes:
        made, cost = _run(folder / f"copies-{size}", sample, size, cached=True)
        uploads.append(made.uploads)
        costs.append(cost)
        print(
            f"{made.uploads:7} {made.applicants:10} {made.pages:5} {cost.seconds:8.1f}"
            f" {cost.cpu:7.1f} + {cost.children_cpu:4.1f} {cost.peak:18.0f} {cost.children_peak:8.0f}",
            flush=True,
        )
    first, last, more = costs[0], costs[-1], uploads[-1] / uploads[0]
    wall = last.seconds / first.seconds / more
    cpu = (last.cpu + last.children_cpu) / (first.cpu + first.children_cpu) / more
    memory = last.peak / first.peak
    for before, after, less, many in zip(costs, costs[1:], uploads, uploads[1:], strict=False):
        each = 1000 * (after.cpu - before.cpu) / (many - less)
        print(f"from {less} to {many} uploads: {each:.1f} ms of CPU for each more")
    print(
        f"time of the last to the first    {wall:.2f} × linear (at most {_TIME}), CPU {cpu:.2f} ×"
    )
    print(f"memory of the last to the first  {memory:.2f} × (at most {_MEMORY})")
    return max(wall, cpu) <= _TIME and memory <= _MEMORY


def _engine(folder: Path, sample: Sample, uploads: int) -> bool:
    """A run that reads; whether nearly all of its CPU time is the engine's."""
    clocks = folder / "clocks"
    shutil.rmtree(clocks, ignore_errors=True)
    clocks.mkdir()
    variables = {"HEYAN_READER": _READER, FOLDER_VARIABLE: str(clocks)}
    made, cost = _run(folder / "read", sample, uploads, cached=False, **variables)
    whole, engine = cost.cpu + cost.children_cpu, seconds_in(clocks)
    outside = 1 - engine / whole
    print(f"really read          {made.uploads} uploads in {cost.seconds:.0f} s")
    print(
        f"CPU                  {whole:.1f} s: {engine:.1f} in the engine, {cost.cpu:.1f} in the run"
    )
    print(
        f"                     process, {whole - engine - cost.cpu:.1f} in the pool outside the engine"
    )
    print(f"outside the engine   {outside:.1%} (at most {_OUTSIDE:.0%})")
    return outside <= _OUTSIDE


def _run(
    folder: Path, sample: Sample, uploads: int, *, cached: bool, **variables: str
) -> tuple[Copies, Cost]:
    """Make a batch and run it in an installation of its own, on one OCR process."""
    shutil.rmtree(folder, ignore_errors=True)
    home = home_in(folder)
    made = CopyMaker(sample, home).make(folder / f"copies-{uploads}", uploads, cached=cached)
    command = heyan("run", str(made.folder), "--json", "--out", str(home.out))
    return made, run_measured(
        command, environment(home, HEYAN_WORKERS="1", **variables), folder / "log"
    )


def _workers(folder: Path, sample: Sample, uploads: int, shard: int) -> bool:
    """The same shards by one worker and by two; the time is from the first run to the last's end."""
    seconds: dict[int, float] = {}
    for workers in (1, 2):
        place = folder / f"workers-{workers}"
        shutil.rmtree(place, ignore_errors=True)
        made = CopyMaker(sample, home_in(place / "made")).make(
            place / "season-001", uploads, cached=False
        )
        with running_cluster(
            place, workers, pinned=True, settings={"HEYAN_SHARD_UPLOADS": str(shard)}
        ) as cluster:
            started = time.monotonic()
            cluster.deliver(made.folder)
            cluster.wait_until_published("season-001", seconds=1800)
            whole = time.monotonic() - started
            runs = cluster.shard_runs("season-001")
        seconds[workers] = max(run.end for run in runs) - min(run.start for run in runs)
        by = sorted({run.worker for run in runs})
        print(
            f"{workers} worker{'s' * (workers > 1)}: {len(runs)} shards, {made.uploads} uploads in"
            f" {seconds[workers]:.1f} s ({whole:.1f} s from inbox to desk), by {', '.join(by)}",
            flush=True,
        )
    faster = seconds[1] / seconds[2]
    print(f"two workers are {faster:.2f} × as fast as one (at least {_SPEEDUP})")
    return faster >= _SPEEDUP


if __name__ == "__main__":
    sys.exit(main())
