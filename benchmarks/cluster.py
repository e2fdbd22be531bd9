"""A cluster on this machine: PostgreSQL, Redis, the daemon and Celery workers, as in deploy/.

    with running_cluster(folder, workers=2) as cluster:
        cluster.deliver(batch)
        cluster.wait_until_published("xinxiang-2024-001", seconds=120)

Each worker is a host of its own where that is allowed (benchmarks/network.py). They share one
folder, as machines would by NFS, and an object store where one is asked for, of which each has copies
of its own. Nothing is left behind but that folder.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import dagster as dg

from benchmarks.network import Host, Network, own_hosts
from benchmarks.object_store import make_bucket, running_object_store, variables
from benchmarks.postgres import free_port
from benchmarks.postgres import running_cluster as running_database
from evidence.inbox import PROGRESS, Progress, Stage
from pipeline.home import Home, enter_home, repository
from pipeline.inbox import marker_of
from pipeline.jobs import check_shard
from pipeline.progress_files import read_progress
from pipeline.worker import WORKER_TAG
from storage.settings import COPIES_VARIABLE

_NEAR = "127.0.0.1"
_STORE = "s3://heyan-cluster/season"
_READY_SECONDS = 90.0
_POLL_SECONDS = 0.3
_GRACE_SECONDS = 10.0


@dataclass(slots=True)
class Program:
    """A program of the cluster, with its children in a group of its own."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Its process id, on this machine also where it has a host of its own."""
        if self.process is None:
            raise RuntimeError(f"{self.name} was not started")
        return self.process.pid

    def start(self) -> None:
        """Start it, or start it again."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=repository(),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """SIGKILL to the one process, as the kernel does when memory is out."""
        os.kill(self.pid, signal.SIGKILL)
        assert self.process is not None  # noqa: S101  for the type checker: pid would have raised
        self.process.wait()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it and to all that it started."""
        with suppress(ProcessLookupError):
            if self.process is not None:
                os.killpg(self.process.pid, number)

    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.process is not None and self.process.poll() is None


@dataclass(frozen=True, slots=True)
class ShardRun:
    """One run over a shard: which worker executed it, and when (seconds since the epoch)."""

    shard: str
    worker: str
    status: str
    start: float
    end: float


@dataclass(slots=True)
class Cluster:
    """What runs, and the folders and variables that it was given."""

    home: Home
    environment: dict[str, str]
    network: Network
    database: str
    """URL of PostgreSQL, which holds the desk's tables and Dagster's."""
    redis: Program
    daemon: Program
    address: str
    """Of Dagster's UI, where it was asked for."""
    workers: list[Program] = field(default_factory=list)

    def deliver(self, source: Path) -> None:
        """Copy a batch's folder into the inbox and mark it ready."""
        target = self.home.inbox / source.name
        shutil.copytree(source, target)
        marker_of(target).touch()

    def progress(self, batch: str) -> Progress | None:
        """How far the batch has come; None until it was taken in."""
        return read_progress(self.home.state / PROGRESS / f"{batch}.json")

    def wait_until_published(self, batch: str, seconds: float) -> None:
        """Wait until it is published.

        Raises RuntimeError where time is up, or Redis or the daemon ended.
        """
        deadline = time.monotonic() + seconds
        while True:
            if self.is_published(batch):
                return
            for program in (self.redis, self.daemon):
                if not program.is_running():
                    raise RuntimeError(f"{program.name} ended; see {program.log}")
            if time.monotonic() > deadline:
                told = self.progress(batch)
                raise RuntimeError(f"{batch} is not published after {seconds:.0f} s: {told}")
            time.sleep(_POLL_SECONDS)

    def is_published(self, batch: str) -> bool:
        """Whether rosters are written and the desk has the items."""
        progress = self.progress(batch)
        return progress is not None and progress.stage is Stage.PUBLISHED

    @contextmanager
    def instance(self) -> Iterator[dg.DagsterInstance]:
        """Dagster's instance of the cluster, in this process."""
        with _variables(self.environment), dg.DagsterInstance.get() as instance:
            yield instance

    def shard_runs(self, batch: str) -> list[ShardRun]:
        """The runs over the batch's shards that were started, by their start."""
        with self.instance() as instance:
            records = instance.get_run_records(dg.RunsFilter(job_name=check_shard.name))
        runs = [
            ShardRun(
                record.dagster_run.tags["dagster/partition"],
                record.dagster_run.tags[WORKER_TAG],
                record.dagster_run.status.value,
                record.start_time,
                record.end_time or record.start_time,
            )
            for record in records
            if record.start_time and WORKER_TAG in record.dagster_run.tags
        ]
        return sorted(
            (run for run in runs if run.shard.startswith(f"{batch}-s")), key=lambda run: run.start
        )


@contextmanager
def running_cluster(
    folder: Path,
    workers: int = 2,
    *,
    pinned: bool = True,
    web: bool = False,
    object_store: bool = False,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Cluster]:
    """A cluster whose state, inbox and output lie in `folder` (absolute; made where missing).

    `pinned` gives each worker one core of its own, as far as there are any; every worker reads
    with one process. `web` starts Dagster's web server as well, `object_store` a store of moto for
    uploads, readings and records. `settings` are further variables for all programs. Raises
    RuntimeError or FileNotFoundError where a program is missing or does not start, and says which.
    """
    with ExitStack() as stack:
        network = stack.enter_context(own_hosts(workers))
        database = stack.enter_context(running_database(durable=False, address=network.address))
        kept = stack.enter_context(_store(network.address, folder)) if object_store else {}
        environment = _environment(folder, network, database, {**kept, **(settings or {})})
        home = enter_home(environment)
        logs = home.state / "log"
        logs.mkdir(exist_ok=True)

        programs: list[Program] = []
        stack.callback(_stop, programs)

        def program(name: str, command: list[str]) -> Program:
            own = (
                environment | {COPIES_VARIABLE: str(folder / "copies" / name)}
                if kept
                else environment
            )
            programs.append(Program(name, command, own, logs / f"{name}.log"))
            return programs[-1]

        redis = program("redis", _redis(folder, environment))
        redis.start()
        _wait_for(lambda: _answers(environment["HEYAN_BROKER_URL"]), redis)
        _prepared(environment)
        python = [sys.executable, "-m"]
        location = ["-m", "pipeline.definitions", "-d", str(repository())]
        daemon = program("daemon", [*python, "dagster._daemon", "run", *location])
        port = free_port(_NEAR)
        address = f"http://{_NEAR}:{port}" if web else ""
        cluster = Cluster(home, environment, network, database, redis, daemon, address)
        daemon.start()
        if web:
            serving = ["dagster_webserver", "-h", _NEAR, "-p", str(port)]
            program("webserver", [*python, *serving, *location]).start()
        for at, host in enumerate(network.hosts):
            worker = program(host.name, _worker(host, at, pinned=pinned))
            worker.start()
            cluster.workers.append(worker)
        _wait_for(lambda: _number_of_workers(environment) >= workers, *cluster.workers)
        yield cluster


@contextmanager
def _store(address: str, folder: Path) -> Iterator[dict[str, str]]:
    """An object store at an address, and the variables of who uses it; this process does too."""
    with running_object_store(address) as endpoint:
        own = variables(endpoint, _STORE) | {COPIES_VARIABLE: str(folder / "copies" / "here")}
        make_bucket(endpoint, _STORE)
        with _variables(own):
            yield own


def _stop(programs: Sequence[Program]) -> None:
    """End them all; those that take too long at once."""
    for program in programs:
        program.signal(signal.SIGTERM)
    deadline = time.monotonic() + _GRACE_SECONDS
    for program in programs:
        if program.process is not None:
            with suppress(subprocess.TimeoutExpired):
                program.process.wait(max(deadline - time.monotonic(), 0.1))
            program.signal(signal.SIGKILL)
            program.process.wait()


def _environment(
    folder: Path, network: Network, database: str, settings: Mapping[str, str]
) -> dict[str, str]:
    redis = f"redis://{network.address}:{free_port(network.address)}/0"
    path = os.pathsep.join(filter(None, [str(repository()), os.environ.get("PYTHONPATH")]))
    return os.environ | {
        "PYTHONPATH": path,
        "DAGSTER_HOME": str(repository() / "deploy"),
        "HEYAN_HOME": str(folder / "var"),
        "HEYAN_INBOX": str(folder / "inbox"),
        "HEYAN_OUT": str(folder / "out"),
        "HEYAN_DATABASE_URL": database,
        "HEYAN_DAGSTER_DATABASE_URL": database.replace("postgresql:", "postgresql+psycopg2:"),
        "HEYAN_BROKER_URL": redis,
        "HEYAN_WORKERS": "1",
        "OMP_NUM_THREADS": "1",
        **settings,
    }


def _redis(folder: Path, environment: Mapping[str, str]) -> list[str]:
    address, port = environment["HEYAN_BROKER_URL"].split("/")[2].split(":")
    # It keeps nothing: the cluster is gone when it is.
    return ["redis-server", "--bind", address, "--port", port, "--protected-mode", "no",
            "--dir", str(folder), "--save", ""]  # fmt: skip


def _prepared(environment: Mapping[str, str]) -> None:
    """The tables of the desk and of Dagster, made before several programs want them at once."""
    for command in (
        ["-m", "pipeline.cli", "desk", "migrate", "--verbosity=0"],
        ["-m", "dagster", "instance", "info"],
    ):
        done = subprocess.run(
            [sys.executable, *command],
            cwd=repository(),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")


def _worker(host: Host, at: int, *, pinned: bool) -> list[str]:
    cores = sorted(os.sched_getaffinity(0))
    core = ["taskset", "--cpu-list", str(cores[at % len(cores)])] if pinned else []
    name = f"{host.name}@{host.name}"
    return host.command(*core, sys.executable, "-m", "pipeline.cli", "worker", "--name", name)


def _number_of_workers(environment: Mapping[str, str]) -> int:
    from celery import Celery  # noqa: PLC0415  an extra

    url = environment["HEYAN_BROKER_URL"]
    with Celery(broker=url, backend=url) as app:
        return len(app.control.ping(timeout=1.0) or ())


def _answers(url: str) -> bool:
    import redis  # noqa: PLC0415  an extra

    try:
        with redis.Redis.from_url(url) as server:
            return bool(server.ping())
    except redis.ConnectionError:
        return False


def _wait_for(ready: Callable[[], bool], *programs: Program) -> None:
    """Wait until it is ready. Raises RuntimeError where a program ends meanwhile, or time does."""
    deadline = time.monotonic() + _READY_SECONDS
    while not ready():
        for program in programs:
            if not program.is_running() or time.monotonic() > deadline:
                said = program.log.read_text(errors="replace")[-2000:]
                raise RuntimeError(f"{program.name} does not start: {said}")
        time.sleep(_POLL_SECONDS)


@contextmanager
def _variables(values: Mapping[str, str]) -> Iterator[None]:
    """The environment of this process, for as long as it is needed."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
