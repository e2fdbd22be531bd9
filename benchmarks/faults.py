"""Is anything lost, doubled or changed when processes die, the disk fills, the database goes away?

    python -m benchmarks.faults
    python -m benchmarks.faults --part kills --kills 50 --seed 7
    python -m benchmarks.faults --part disk --part postgres

Batches of four shards go through the inbox of a real `heyan serve` and are disturbed at moments
that the seed chooses: SIGKILL to run process, pool worker, daemon, or everything at once, and
to the Celery workers of a cluster; a disk without room; PostgreSQL, which holds Dagster's storage and the desk, away for a minute. The same
batches are processed once undisturbed, and held against what came out. Pages are numbers, so that
their reading costs nothing (benchmarks/faulty/pages.py). Exit status 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
import yaml

from benchmarks.cluster import running_cluster
from benchmarks.faulty.batches import batch_name, make_batch
from benchmarks.faulty.installation import ITEMS, Installation, looks_in, reading
from benchmarks.faulty.killing import Target, strike
from benchmarks.faulty.promises import Outcome, Promise, promises
from benchmarks.postgres import outage
from benchmarks.postgres import running_cluster as running_postgres
from evidence.inbox import Stage
from pipeline.home import repository

_LIMIT_SECONDS = 1_800.0
_STUCK_SECONDS = 100.0
"""A batch that stays failed that long is one that waits for its operator."""
_DELAY = 0.15
"""Seconds that a page takes, so that there is something to disturb."""
_CELERY_SHARE = 8
"""Every eighth kill is a Celery worker's: a cluster takes a minute to be sure that one is dead."""
_DISK_MIB = 96
_OUTAGE_SECONDS = 60.0
_FULL_SECONDS = 25.0


def main() -> int:
    """Disturb, compare, print; 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", action="append", choices=list(_PARTS), help="default: all")
    parser.add_argument("--keep", type=Path, help="work in this folder, and leave it")
    chosen = parser.parse_args()
    kept = True
    for part in chosen.part or list(_PARTS):
        with _folder(chosen.keep, part) as root:
            start = time.monotonic()
            dice = random.Random(chosen.seed)  # noqa: S311  chance, not secrecy
            told, found = _PARTS[part](root, chosen.kills, dice)
            print(f"\n{part}: {told}; {time.monotonic() - start:.0f} s")
            for one in found:
                print(f"  {'kept  ' if one.kept else 'BROKEN'} {one.name:36} {one.found}")
            kept = kept and all(one.kept for one in found)
    return 0 if kept else 1


@contextmanager
def _folder(keep: Path | None, part: str) -> Iterator[Path]:
    if keep is None:
        with tempfile.TemporaryDirectory(prefix=f"heyan-{part}-") as name:
            yield Path(name)
    else:
        shutil.rmtree(keep / part, ignore_errors=True)
        (keep / part).mkdir(parents=True)
        yield keep / part


def kills(root: Path, count: int, dice: random.Random) -> tuple[str, list[Promise]]:
    """SIGKILLs at random moments, while batches follow each other."""
    disturbed = Installation(root / "disturbed", delay=_DELAY)
    killed: Counter[Target] = Counter()
    with _served(disturbed):
        batches = _Batches(root, disturbed)
        while killed.total() < count - count // _CELERY_SHARE:
            batches.keep_going(2)
            batches.look()
            time.sleep(dice.uniform(0.5, 6.0))
            strike(disturbed, dice, killed)
        batches.finish()
    told = ", ".join(f"{number} × {target}" for target, number in sorted(killed.items()))
    return (
        f"{told}; {batches.helped} times an operator's help",
        _compared(root, _outcome(disturbed), batches.numbers, killed.total()),
    )


def disk(root: Path, _count: int, dice: random.Random) -> tuple[str, list[Promise]]:
    """The state folder's file system without room, three times, then room again."""
    with _small_disk(root / "small") as state:
        disturbed = Installation(root / "disturbed", state=state, delay=_DELAY)
        said = []
        with _served(disturbed):
            batches = _Batches(root, disturbed)
            batches.keep_going(1)
            for _ in range(3):
                time.sleep(dice.uniform(8, 20))
                batches.keep_going(1)
                ballast = state / "ballast"
                _fill(ballast)
                time.sleep(_FULL_SECONDS)
                said.append(_state(disturbed, batches.numbers[-1]))
                ballast.unlink()
            batches.finish()
        found = _compared(root, _outcome(disturbed), batches.numbers, 2 * len(said))
    told = f"full {len(said)} × {_FULL_SECONDS:.0f} s ({'; '.join(said)})"
    return f"{told}; {batches.helped} times an operator's help", found


def postgres(root: Path, _count: int, dice: random.Random) -> tuple[str, list[Promise]]:
    """PostgreSQL away for a minute, while pages are read and while a batch is concluded."""
    with running_postgres() as url:
        disturbed = Installation(
            root / "disturbed",
            environment={
                "HEYAN_DATABASE_URL": url,
                "DAGSTER_HOME": str(_dagster_home(root / "dagster", url)),
            },
            delay=_DELAY,
        )
        with _served(disturbed):
            batches = _Batches(root, disturbed)
            for moment in (Stage.READING, Stage.JUDGED):
                batches.keep_going(1)
                number = batch_name(batches.numbers[-1])
                disturbed.wait(lambda name=number, at=moment: _reached(disturbed, name, at), 300)
                time.sleep(dice.uniform(0, 3))
                with outage(url):
                    time.sleep(_OUTAGE_SECONDS)
            batches.finish()
        outcome = Outcome(disturbed.out, disturbed.looked_at(), _items(url))
    told = f"away 2 × {_OUTAGE_SECONDS:.0f} s; {batches.helped} times an operator's help"
    return told, _compared(root, outcome, batches.numbers, 2)


def celery(root: Path, count: int, dice: random.Random) -> tuple[str, list[Promise]]:
    """SIGKILLs to Celery workers of a cluster of two, each started again a little later."""
    looks, killed = root / "looks", 0
    with running_cluster(root / "cluster", settings=reading(looks, _DELAY)) as cluster:
        numbers = [0, 1]
        for number in numbers:
            cluster.deliver(make_batch(root / "batches", number))
        names = list(map(batch_name, numbers))
        deadline = time.monotonic() + _LIMIT_SECONDS
        while not all(map(cluster.is_published, names)):
            time.sleep(dice.uniform(5, 20))
            if killed < max(1, count // _CELERY_SHARE):
                worker = dice.choice(cluster.workers)
                worker.kill()
                killed += 1
                time.sleep(dice.uniform(1, 5))
                worker.start()
            if time.monotonic() > deadline:
                raise TimeoutError(f"{[cluster.progress(name) for name in names]}; see {root}")
        outcome = Outcome(cluster.home.out, looks_in(looks), _items(cluster.database))
    return f"{killed} × Celery worker", _compared(root, outcome, numbers, killed)


_PARTS: dict[str, Callable[[Path, int, random.Random], tuple[str, list[Promise]]]] = {
    "kills": kills,
    "disk": disk,
    "postgres": postgres,
    "celery": celery,
}


class _Batches:
    """The batches of an installation: dropped one after the other, watched to their end."""

    def __init__(self, root: Path, installation: Installation) -> None:
        self.numbers: list[int] = []
        self.helped = 0
        self._masters = root / "batches"
        self._installation = installation
        self._failed: dict[str, float] = {}

    def keep_going(self, count: int) -> None:
        """Drop batches until so many are on their way."""
        while len(self._unfinished()) < count:
            number = len(self.numbers)
            self._installation.drop(make_batch(self._masters, number))
            self.numbers.append(number)

    def look(self) -> None:
        """What an operator does: ask once more for a batch that failed for good."""
        for name in self._unfinished():
            if self._installation.stage(name) is not Stage.FAILED:
                self._failed.pop(name, None)
            elif time.monotonic() - self._failed.setdefault(name, time.monotonic()) > (
                _STUCK_SECONDS
            ):
                progress = self._installation.progress(name)
                print(f"  helped {name}: {progress.message_en if progress else ''}", flush=True)
                self._installation.mark(name)
                self.helped += 1
                del self._failed[name]

    def finish(self) -> None:
        """Wait until all are done. Raises TimeoutError."""

        def done() -> bool:
            if not self._installation.alive():
                self._installation.start()
            self.look()
            return not self._unfinished()

        self._installation.wait(done, _LIMIT_SECONDS)

    def _unfinished(self) -> list[str]:
        names = map(batch_name, self.numbers)
        return [one for one in names if self._installation.stage(one) is not Stage.PUBLISHED]


@contextmanager
def _served(installation: Installation) -> Iterator[None]:
    installation.start()
    try:
        yield
    finally:
        installation.stop()


def _compared(
    root: Path, disturbed: Outcome, numbers: Sequence[int], interruptions: int
) -> list[Promise]:
    """Process the same batches undisturbed, and hold both against each other."""
    reference = Installation(root / "undisturbed")
    for number in numbers:
        done = reference.run(root / "batches" / batch_name(number))
        if done.returncode:
            raise RuntimeError(done.stderr)
    return promises(disturbed, _outcome(reference), numbers, interruptions)


def _outcome(installation: Installation) -> Outcome:
    return Outcome(installation.out, installation.looked_at(), installation.desk())


def _items(url: str) -> list[tuple[str, ...]]:
    """The desk's queue in PostgreSQL."""
    with psycopg.connect(url) as database:
        return sorted(database.execute(ITEMS).fetchall())


@contextmanager
def _small_disk(place: Path) -> Iterator[Path]:
    """A file system in memory that is soon full. Raises CalledProcessError where it is refused."""
    place.mkdir()
    size = f"size={_DISK_MIB}m"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "heyan-faults", place], check=True)
    try:
        state = place / "var"
        state.mkdir()
        yield state
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def _fill(ballast: Path) -> None:
    """Take all the room that is left."""
    with ballast.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


def _state(installation: Installation, number: int) -> str:
    """What the desk shows of a batch."""
    progress = installation.progress(batch_name(number))
    if progress is None:
        return "not taken"
    return f"{progress.stage.value} {progress.message_en[:40]}".strip()


def _reached(installation: Installation, name: str, moment: Stage) -> bool:
    stage = installation.stage(name)
    return stage is moment or stage in (Stage.JUDGED, Stage.PUBLISHED)


def _dagster_home(folder: Path, url: str) -> Path:
    """A dagster.yaml as the project's, with its storage in PostgreSQL."""
    settings = yaml.safe_load((repository() / "dagster.yaml").read_text(encoding="utf-8"))
    socket_folder = url.partition("@")[2].partition("/")[0]
    settings["storage"] = {
        "postgres": {"postgres_url": f"postgresql+psycopg2://heyan@/heyan?host={socket_folder}"}
    }
    folder.mkdir()
    (folder / "dagster.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    return folder


if __name__ == "__main__":
    sys.exit(main())
