"""What a city, a province and ten million pages need: machines, disk and hours.

    python -m benchmarks.scale --folder DIR      # measures; leaves DIR/measured.json
    python -m benchmarks.capacity DIR            # computes and prints docs/capacity.md's tables

Everything is computed from what that run measured on this machine. What no benchmark can know
is an option: how large uploads are, and in how many hours the work is to be done.
"""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import dataclass, fields, replace
from pathlib import Path

MIB = 1024 * 1024
_SEASONS = {"a city": 5_000, "a province": 200_000}
_PAGES = 10_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """What `benchmarks.scale` measured: seconds are of one core's CPU, sizes bytes, peaks MiB.

    Sizes: `reading_page` is what was read on a page, `image_page` its picture; `records_upload`
    the records of all steps; `desk_applicant` the desk's database; `history_run` Dagster's
    event log of one run, `events_run` its rows.
    """

    pages_upload: float
    applicants_upload: float
    engine_page: float
    pool_page: float
    run_upload: float
    run_start: float
    worker_peak: float
    run_peak: float
    upload: float
    reading_page: float
    image_page: float
    records_upload: float
    desk_applicant: float
    out_applicant: float
    history_run: float
    events_run: float

    @classmethod
    def of(cls, path: Path) -> Measured:
        """What a run of the other benchmark left."""
        kept = json.loads(path.read_text())
        return cls(**{field.name: float(kept[field.name]) for field in fields(cls)})

    @property
    def page(self) -> float:
        """CPU seconds of a page, everything told."""
        return self.engine_page + self.pool_page + self.run_upload / self.pages_upload


@dataclass(frozen=True, slots=True)
class Need:
    """What so many pages need."""

    uploads: int
    pages: int
    core_hours: float
    cores: int
    gib: dict[str, float]
    runs: int
    events: int


def need(measured: Measured, pages: float, hours: float, upload_bytes: float, shard: int) -> Need:
    """What so many pages need, to be done in so many hours; `shard` is uploads a run."""
    uploads = pages / measured.pages_upload
    applicants = uploads * measured.applicants_upload
    runs = math.ceil(uploads / shard)
    core_hours = (pages * measured.page + runs * measured.run_start) / 3600
    gib = {
        "uploads": uploads * upload_bytes,
        "pictures of pages": pages * measured.image_page,
        "readings": pages * measured.reading_page,
        "records": uploads * measured.records_upload,
        "the desk's database": applicants * measured.desk_applicant,
        "Dagster's history": runs * measured.history_run,
        "rosters and verdicts": applicants * measured.out_applicant,
    }
    return Need(
        round(uploads),
        round(pages),
        core_hours,
        max(math.ceil(core_hours / hours), 1),
        {name: size / MIB / 1024 for name, size in gib.items()},
        runs,
        round(runs * measured.events_run),
    )


def main() -> None:
    """Print the tables as Markdown."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where benchmarks.scale left measured.json")
    parser.add_argument("--hours", type=float, default=24, help="the work is to be done in")
    parser.add_argument("--upload-mib", type=float, default=1.5, help="size of a real upload")
    parser.add_argument(
        "--engine-seconds", type=float, help="CPU a page in the engine, as measured on real scans"
    )
    parser.add_argument("--shard", type=int, default=200, help="uploads of a shard")
    chosen = parser.parse_args()
    measured = Measured.of(chosen.folder / "measured.json")
    if chosen.engine_seconds is not None:
        measured = replace(measured, engine_page=chosen.engine_seconds)
    print("| measured | |\n|---|---|")
    for name, value in _told(measured):
        print(f"| {name} | {value} |")
    sizes = {name: count * measured.pages_upload for name, count in _SEASONS.items()}
    sizes["10 million pages"] = _PAGES
    needs = {
        name: need(measured, pages, chosen.hours, chosen.upload_mib * MIB, chosen.shard)
        for name, pages in sizes.items()
    }
    print(f"\n| | {' | '.join(needs)} |\n|---|{'---:|' * len(needs)}")
    for row, cells in _rows(list(needs.values()), measured, chosen.hours):
        print(f"| {row} | {' | '.join(cells)} |")


def _told(one: Measured) -> list[tuple[str, str]]:
    return [
        ("pages an upload, applicants an upload",
         f"{one.pages_upload:.2f}, {one.applicants_upload:.2f}"),
        ("CPU a page in the OCR engine", f"{one.engine_page:.2f} s"),
        ("CPU a page in the pool beside it", f"{one.pool_page:.3f} s"),
        ("CPU an upload in the run process", f"{1000 * one.run_upload:.1f} ms"),
        ("start-up of a run and its reading process", f"{one.run_start:.1f} s"),
        ("memory of the run process, of a reading process",
         f"{one.run_peak:.0f} MiB, {one.worker_peak:.0f} MiB"),
        ("a sample upload", f"{one.upload / 1024:.0f} KiB"),
        ("a page's picture, what was read on it",
         f"{one.image_page / 1024:.0f} KiB, {one.reading_page / 1024:.1f} KiB"),
        ("records an upload", f"{one.records_upload / 1024:.1f} KiB"),
        ("the desk's database, an applicant", f"{one.desk_applicant / 1024:.1f} KiB"),
        ("rosters and verdicts, an applicant", f"{one.out_applicant / 1024:.1f} KiB"),
        ("Dagster's history, a run",
         f"{one.history_run / 1024:.0f} KiB, {one.events_run:.0f} rows"),
    ]  # fmt: skip


def _rows(needs: list[Need], one: Measured, hours: float) -> list[tuple[str, list[str]]]:
    memory = [(need.cores * (one.worker_peak + one.run_peak)) / 1024 for need in needs]
    rows = [
        ("uploads", [f"{need.uploads:,}" for need in needs]),
        ("pages", [f"{need.pages:,}" for need in needs]),
        ("core-hours", [f"{need.core_hours:,.1f}" for need in needs]),
        ("hours on 2 cores", [f"{need.core_hours / 2:,.1f}" for need in needs]),
        (f"cores to be done in {hours:.0f} hours", [f"{need.cores:,}" for need in needs]),
        ("memory of their workers, GiB", [f"{gib:,.1f}" for gib in memory]),
        ("shards (runs)", [f"{need.runs:,}" for need in needs]),
        ("rows in Dagster's event log", [f"{need.events:,}" for need in needs]),
    ]
    rows += [
        (f"{name}, GiB", [f"{need.gib[name]:,.1f}" for need in needs]) for name in needs[0].gib
    ]
    rows.append(("disk in all, GiB", [f"{sum(need.gib.values()):,.0f}" for need in needs]))
    return rows


if __name__ == "__main__":
    main()
