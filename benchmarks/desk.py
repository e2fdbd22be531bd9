"""The desk in the season: 100,000 open items, 50 reviewers at once, a server that is killed.

    python -m benchmarks.desk                         # SQLite and PostgreSQL
    python -m benchmarks.desk --database sqlite --items 20000 --minutes 1 --kills 5

Each reviewer is a session of its own over HTTP, signs in with the others before the clock
starts, and thinks for about 3 s between requests.
Exit status 1 where an item was claimed twice, an acknowledged decision is not in the
database, the record does not verify, or a 95th percentile is over the limit.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from benchmarks.season.reviewers import PASSWORD, Diary, Reviewer, claimed_twice
from benchmarks.season.server import DeskServer

LIMIT = 0.4
"""Seconds within which 95 of 100 queue and item pages are answered."""
_BELOW_LIMIT = ("queue", "item", "next")


def main() -> int:
    """Fill, let them work, kill, count; 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--reviewers", type=int, default=50)
    parser.add_argument("--think", type=float, default=3.0, help="seconds between requests")
    parser.add_argument("--minutes", type=float, default=3.0)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2, help="processes of the server")
    # The child that fills and that counts: Django is set up once a process.
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--count", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.fill:
        return _fill(chosen.items, chosen.reviewers)
    if chosen.count:
        return _count(chosen.count)
    databases = ["sqlite", "postgresql"] if chosen.database == "both" else [chosen.database]
    return max(_measure(database, chosen) for database in databases)


def _measure(database: str, chosen: argparse.Namespace) -> int:
    folder = Path(tempfile.mkdtemp(prefix="heyan-desk-"))
    try:
        with _environment(database, folder) as environment:
            child = os.environ | environment
            started = time.monotonic()
            numbers = ["--items", str(chosen.items), "--reviewers", str(chosen.reviewers)]
            _child(child, "--fill", *numbers)
            print(f"{database:20} filled in {time.monotonic() - started:.0f} s")
            server = DeskServer(folder / "server.log", environment, chosen.workers)
            server.start()
            diaries = _work(server, chosen)
            wrong = _report(database, diaries)
            hurried = _kill(server, chosen)
            server.stop()
            decided = folder / "decided"
            items = [item for diary in (*diaries, *hurried) for item in diary.decided]
            decided.write_text("\n".join(map(str, items)))
            lost = _child(child, "--count", str(decided))
            return 1 if wrong or lost or claimed_twice(hurried) else 0
    finally:
        shutil.rmtree(folder)


@contextmanager
def _environment(database: str, folder: Path) -> Iterator[dict[str, str]]:
    environment = {"HEYAN_HOME": str(folder / "var"), "HEYAN_SAMPLE_SHARE": "0"}
    if database == "sqlite":
        yield environment
        return
    from benchmarks.postgres import running_cluster  # noqa: PLC0415  only where it is asked for

    with running_cluster() as url:
        yield environment | {"HEYAN_DATABASE_URL": url}


def _child(environment: dict[str, str], *arguments: str) -> int:
    command = [sys.executable, "-m", "benchmarks.desk", *arguments]
    return subprocess.run(command, env=environment, check=False).returncode


def _fill(items: int, reviewers: int) -> int:
    """In a child: the database with its items, its people and the bytes they are shown."""
    from review.desk.ready import prepare  # noqa: PLC0415  Django's settings are this child's

    prepare()
    from django.conf import settings  # noqa: PLC0415
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415

    from benchmarks.season.cases import lay_bytes  # noqa: PLC0415
    from benchmarks.season.filling import fill  # noqa: PLC0415
    from review.desk.models import Person  # noqa: PLC0415

    print(f"{'':20} {fill(items)} open items")
    lay_bytes(settings.PLACES.state)
    password = make_password(PASSWORD)
    for number in range(reviewers):
        Person.objects.create(
            username=f"reviewer{number}",
            display_name=f"审核员{number}",
            roles=["reviewer"],
            password=password,
        )
    return 0


def _work(server: DeskServer, chosen: argparse.Namespace) -> list[Diary]:
    """All reviewers at once, thinking between requests."""
    with _at_work(server, chosen.reviewers, chosen.think) as diaries:
        time.sleep(chosen.minutes * 60)
    return diaries


@contextmanager
def _at_work(server: DeskServer, people: int, think: float) -> Iterator[list[Diary]]:
    """So many reviewers work until the block ends; their diaries are complete then."""
    stop = threading.Event()
    reviewers = [Reviewer(server.address, f"reviewer{n}", think, n) for n in range(people)]
    # A password is hashed slowly on purpose: fifty at once keep both cores busy for seconds.
    with ThreadPoolExecutor(people) as arriving:
        list(arriving.map(Reviewer.arrive, reviewers))
    threads = [threading.Thread(target=one.work, args=(stop,)) for one in reviewers]
    for thread in threads:
        thread.start()
    try:
        yield [one.diary for one in reviewers]
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _kill(server: DeskServer, chosen: argparse.Namespace) -> list[Diary]:
    """Kill the server again and again while a few people save as fast as they can."""
    with _at_work(server, min(8, chosen.reviewers), 0.0) as diaries:
        for number in range(chosen.kills):
            time.sleep(1.0 + number % 7 * 0.13)
            server.kill()
            server.start()
    decided = sum(len(diary.decided) for diary in diaries)
    print(f"{'killed':20} {chosen.kills} times during {decided} acknowledged decisions")
    print(f"{'claimed twice':20} {len(claimed_twice(diaries))}")
    return diaries


def _report(database: str, diaries: list[Diary]) -> bool:
    """Print the table; whether a limit or a promise is broken."""
    wrong = False
    kinds = sorted({kind for diary in diaries for kind in diary.seconds})
    print(f"{database:20} {'requests':>9} {'median':>8} {'p95':>8} {'longest':>8}")
    for kind in kinds:
        taken = sorted(s for diary in diaries for s in diary.seconds.get(kind, []))
        p95 = taken[int(len(taken) * 0.95)]
        wrong = wrong or (kind in _BELOW_LIMIT and p95 > LIMIT)
        print(
            f"    {kind:16} {len(taken):>9} {statistics.median(taken):>8.3f} {p95:>8.3f} {taken[-1]:>8.3f}"
        )
    twice = claimed_twice(diaries)
    failures = [one for diary in diaries for one in diary.failures]
    print(f"{'decisions':20} {sum(len(diary.decided) for diary in diaries)}")
    print(f"{'refused':20} {sum(diary.refused for diary in diaries)}")
    print(f"{'claimed twice':20} {len(twice)}")
    print(f"{'failures':20} {len(failures)} {failures[:3] or ''}")
    return wrong or bool(twice) or bool(failures)


def _count(decided: Path) -> int:
    """In a child: whether every acknowledged decision is there, and the record is whole."""
    from review.desk.ready import prepare  # noqa: PLC0415  Django's settings are this child's

    prepare()
    from review.desk.models import Decision  # noqa: PLC0415
    from review.desk.record.verifying import verify_record  # noqa: PLC0415

    acknowledged = [int(line) for line in decided.read_text().split()]
    there = set(Decision.objects.values_list("item_id", flat=True))
    lost = [item for item in acknowledged if item not in there]
    report = verify_record()
    print(f"{'acknowledged':20} {len(acknowledged)}, lost {len(lost)}")
    print(f"{'record':20} {report.events} events, {'whole' if report.ok else report.breaks[0].en}")
    return 1 if lost or not report.ok else 0


if __name__ == "__main__":
    sys.exit(main())
