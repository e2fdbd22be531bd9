"""`heyan serve`: the Dagster UI and its daemon on this machine, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import click

from evidence.errors import MachineError, Problem
from pipeline.cli.voice import DONE, REFUSED, Voice
from pipeline.home import Home, enter_home, repository
from pipeline.runs import LOCATION

HOST = "127.0.0.1"
_READY_SECONDS = 120.0
_GRACE_SECONDS = 20.0
_POLL_SECONDS = 0.3
_TICK_SECONDS = "600"
"""A sensor's tick may take this long: taking a batch in from a large zip is one."""


@dataclass(frozen=True, slots=True)
class Service:
    """A child process with a name for messages."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=3000, show_default=True)
@click.pass_obj
def command(voice: Voice, port: int) -> None:
    """Start the Dagster UI and its daemon; the inbox is watched while they run."""
    home = enter_home()
    _refuse_taken_port(port)
    _initialise_instance()
    with _services(port, home.state / "log") as services, _stop_signals():
        try:
            _wait_until_ready(services, port)
            _say_ready(voice, home, port)
            while not (ended := [one for one in services if one.process.poll() is not None]):
                time.sleep(_POLL_SECONDS)
        except KeyboardInterrupt:
            voice.tell("正在停止……", "Stopping…")
            raise SystemExit(DONE) from None
        voice.problem(_died(ended[0]))
    raise SystemExit(REFUSED)


def _initialise_instance() -> None:
    """Make the SQLite files once, before two processes open them at the same time."""
    import dagster as dg  # noqa: PLC0415  only here, in the parent

    with dg.DagsterInstance.get() as instance:
        instance.get_runs(limit=1)
        instance.get_dynamic_partitions("shards")
        instance.all_instigator_state()


@contextmanager
def _services(port: int, logs: Path) -> Iterator[list[Service]]:
    """Both processes, each with its children in a group of its own; stopped at the end."""
    logs.mkdir(parents=True, exist_ok=True)
    location = ["-m", LOCATION, "-d", str(repository())]
    web = [sys.executable, "-m", "dagster_webserver", "-h", HOST, "-p", str(port), *location]
    daemon = [sys.executable, "-m", "dagster._daemon", "run", *location]
    environment = os.environ | {"DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS": _TICK_SECONDS}
    services: list[Service] = []
    try:
        for name, arguments in (("webserver", web), ("daemon", daemon)):
            log = logs / f"{name}.log"
            with log.open("ab") as file:
                process = subprocess.Popen(  # noqa: S603  our own arguments
                    arguments,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=file,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            services.append(Service(name, process, log))
        yield services
    finally:
        _stop(services)


def _stop(services: list[Service]) -> None:
    """Ask each group to end; after a grace, end it."""
    for service in services:
        _signal(service, signal.SIGTERM)
    deadline = time.monotonic() + _GRACE_SECONDS
    for service in services:
        with suppress(subprocess.TimeoutExpired):
            service.process.wait(max(deadline - time.monotonic(), 0.1))
        # Code servers that outlived their parent.
        _signal(service, signal.SIGKILL)
        service.process.wait()


def _signal(service: Service, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(service.process.pid, number)


def _wait_until_ready(services: list[Service], port: int) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while not _answers(port):
        dead = next((one for one in services if one.process.poll() is not None), None)
        if dead is not None:
            raise MachineError(_died(dead))
        if time.monotonic() > deadline:
            raise MachineError(
                Problem(
                    "E-SERVE-SLOW",
                    f"监控界面在 {_READY_SECONDS:.0f} 秒内未能就绪，请查看日志 {services[0].log}。",
                    f"The UI was not ready within {_READY_SECONDS:.0f} s; see {services[0].log}.",
                )
            )
        time.sleep(_POLL_SECONDS)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/server_info", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as e:
            raise MachineError(
                Problem(
                    "E-PORT",
                    f"端口 {port} 无法使用（{e.strerror}），请用 --port 选择另一个。",
                    f"Port {port} cannot be used ({e.strerror}); choose another with --port.",
                )
            ) from e


def _say_ready(voice: Voice, home: Home, port: int) -> None:
    voice.say(f"监控界面：http://{HOST}:{port}", f"Dagster UI: http://{HOST}:{port}")
    voice.say(
        f"收件箱：{home.inbox}（放入批次后建立 _READY 文件即开始处理）",
        f"Inbox: {home.inbox} (put a batch there, then its _READY marker)",
    )
    voice.say(
        f"日志：{home.state / 'log'}。按 Ctrl-C 停止。",
        f"Logs: {home.state / 'log'}. Ctrl-C stops it.",
    )


def _died(service: Service) -> Problem:
    code = service.process.returncode
    return Problem(
        "E-SERVE-DIED",
        f"{service.name} 进程意外结束（状态 {code}），请查看日志 {service.log}。",
        f"The {service.name} ended unexpectedly (status {code}); see {service.log}.",
    )


@contextmanager
def _stop_signals() -> Iterator[None]:
    """SIGTERM stops the service as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001  a handler's signature
    raise KeyboardInterrupt
