"""Several machines on one: two workers share a batch, and decide as one machine does.

    make cluster-demo
    make cluster-demo ARGS=--stay
    make setup-dev cluster-demo ARGS=--object-store

Starts PostgreSQL, Redis, Dagster's daemon and web server and two workers, each a host with a
network and a core of its own (names only where the machine does not allow that, and it says
so). Puts the sample batch into the inbox, cut into shards small enough for four or more, and
shows which worker did what. Then one machine concludes the same batch, from the pages as they
were read: the files it writes must be the same, byte for byte. Exit status 1 where they are
not, or where a worker did nothing. Nothing stays behind; --stay waits for Ctrl-C first. With
--object-store uploads, readings and records lie in a store of moto (one of the packages for
tests), of which each worker has copies of its own.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from benchmarks.cluster import Cluster, ShardRun, running_cluster
from evidence.readings import UploadReading
from pipeline.home import READINGS, Home, repository
from pipeline.stored_records import stored_records

_BATCH = repository() / "fixtures" / "sample" / "xinxiang-2024-001"
_SHARD_UPLOADS = "15"
_SECONDS = 900.0
_TELL_SECONDS = 10.0


def main() -> int:
    """Start, deliver, wait, show; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--stay", action="store_true", help="keep it running until Ctrl-C")
    parser.add_argument("--object-store", action="store_true", help="an S3-compatible store too")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with tempfile.TemporaryDirectory(prefix="heyan-cluster-") as name:
            return _demonstrate(
                Path(name), chosen.workers, stay=chosen.stay, object_store=chosen.object_store
            )
    except KeyboardInterrupt:
        _say("stopped")
        return 1
    except (FileNotFoundError, RuntimeError) as e:
        _say(f"it does not work here: {e}")
        return 1


def _demonstrate(folder: Path, workers: int, *, stay: bool, object_store: bool) -> int:
    _say("starting PostgreSQL, Redis, the daemon, the web server and the workers")
    settings = {"HEYAN_SHARD_UPLOADS": _SHARD_UPLOADS}
    with running_cluster(
        folder, workers, settings=settings, web=True, object_store=object_store
    ) as cluster:
        _describe(cluster)
        _say(f"delivering {_BATCH.name} to the inbox")
        cluster.deliver(_BATCH)
        _follow(cluster)
        runs = cluster.shard_runs(_BATCH.name)
        shares = _shares(cluster.home, runs)
        _show(shares)
        same = _as_one_machine(cluster, folder / "single")
        if stay:
            _say(f"Dagster UI {cluster.address}; Ctrl-C ends it")
            with suppress(KeyboardInterrupt):
                signal.pause()
    idle = workers - len(shares)
    _say("the files are those of one machine" if same else "the files DIFFER from one machine's")
    if idle:
        _say(f"{idle} of {workers} workers did nothing")
    return 0 if same and not idle else 1


def _describe(cluster: Cluster) -> None:
    if cluster.network.is_separate:
        for host, worker in zip(cluster.network.hosts, cluster.workers, strict=True):
            _say(f"{host.name}: network namespace {host.namespace}, process {worker.pid}")
    else:
        _say("no network namespaces here (they take root and iproute2): the workers are")
        _say("processes of this machine under two names")
    _say(f"Dagster UI {cluster.address}")
    objects = cluster.home.objects
    if objects is not None:
        _say(
            f"uploads, readings and records in {objects.url} at {cluster.environment['AWS_ENDPOINT_URL']}"
        )


def _follow(cluster: Cluster) -> None:
    """Wait for the end, saying now and then how far it is."""
    deadline, told = time.monotonic() + _SECONDS, float("-inf")
    while not cluster.is_published(_BATCH.name):
        if time.monotonic() > deadline:
            raise RuntimeError(f"not published after {_SECONDS:.0f} s; see {cluster.home.state}")
        if time.monotonic() - told >= _TELL_SECONDS:
            told = time.monotonic()
            progress = cluster.progress(_BATCH.name)
            if progress:
                _say(
                    f"{progress.stage.value}: {progress.shards_done} of {progress.shards} shards, "
                    f"{progress.pages_done} pages"
                )
        time.sleep(1)
    _say("published: rosters written, items in the desk's queue")


@dataclass(frozen=True, slots=True)
class Share:
    """What one worker did: seconds are those in which it had a shard."""

    worker: str
    shards: int
    pages: int
    seconds: float


def _shares(home: Home, runs: Sequence[ShardRun]) -> list[Share]:
    by_worker: dict[str, list[ShardRun]] = defaultdict(list)
    for run in runs:
        by_worker[run.worker].append(run)
    return [
        Share(
            worker,
            len(own),
            sum(_pages(home, run.shard) for run in own),
            sum(run.end - run.start for run in own),
        )
        for worker, own in sorted(by_worker.items())
    ]


def _pages(home: Home, shard: str) -> int:
    return sum(len(one.pages) for one in stored_records(home, "readings", shard, UploadReading))


def _show(shares: Sequence[Share]) -> None:
    print(f"{'worker':24} {'shards':>6} {'pages':>6} {'seconds':>8}")
    for share in shares:
        print(f"{share.worker:24} {share.shards:>6} {share.pages:>6} {share.seconds:>8.1f}")


def _as_one_machine(cluster: Cluster, folder: Path) -> bool:
    """Whether `heyan run` in a home of its own writes the same files; pages are not read again."""
    _say("the same batch on one machine, with the embedded database and one shard")
    _copy_readings(cluster.home, folder / "var")
    apart = ("DAGSTER_HOME", "HEYAN_DATABASE_URL", "HEYAN_SHARD_UPLOADS", "HEYAN_STORE")
    environment = {name: value for name, value in os.environ.items() if name not in apart}
    subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "--lang", "en", "run", str(_BATCH), "--json"],
        check=True,
        cwd=repository(),
        stdout=subprocess.DEVNULL,
        env=environment | {"HEYAN_HOME": str(folder / "var"), "HEYAN_WORKERS": "1"},
    )
    ours, theirs = (out / _BATCH.name for out in (cluster.home.out, folder / "out"))
    files = [
        {path.relative_to(out) for path in out.rglob("*") if path.is_file()}
        for out in (ours, theirs)
    ]
    different = files[0] ^ files[1]
    different |= {
        name for name in files[0] & files[1] if not filecmp.cmp(ours / name, theirs / name, False)
    }
    for name in sorted(different):
        _say(f"differs: {name}")
    return not different


def _copy_readings(home: Home, state: Path) -> None:
    if home.objects is None:
        shutil.copytree(home.readings, state / READINGS)
        return
    for one in home.objects.listed(READINGS):
        (state / one.key).parent.mkdir(parents=True, exist_ok=True)
        home.objects.fetch(one.key, state / one.key)


def _say(sentence: str) -> None:
    print(f"cluster-demo: {sentence}", flush=True)


def _interrupt(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001  a handler's signature
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
