"""The processes that `heyan serve` keeps: started together, watched, stopped together."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from evidence.errors import MachineError, Problem
from pipeline.cli.log_files import rotate

READY_SECONDS = 120.0
POLL_SECONDS = 0.3
_GRACE_SECONDS = 20.0
_DEATHS = 9
"""In a row: with the waits between them some five minutes, more than a database's restart takes."""
_LONGEST_WAIT = 60
_WELL_SECONDS = 600.0
"""Who lived that long did not die of the same cause again."""
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Command:
    """What to start under which name; `answers_at` is the address that tells that it is ready."""

    name: str
    arguments: Sequence[str]
    answers_at: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A child process with what it was started by."""

    command: Command
    process: subprocess.Popen[bytes]
    log: Path
    since: float = 0.0

    def died(self) -> int | None:
        """The status with which it ended; None while it runs."""
        return self.process.poll()


@contextmanager
def started(commands: Sequence[Command], logs: Path) -> Iterator[list[Service]]:
    """The processes, each with its children in a group of its own; stopped at the end."""
    logs.mkdir(parents=True, exist_ok=True)
    services: list[Service] = []
    try:
        for command in commands:
            # One by one: those that were started are stopped where the next cannot be.
            services.append(_start(command, logs / f"{command.name}.log"))  # noqa: PERF401
        yield services
    finally:
        _stop(services)


def _start(command: Command, log: Path) -> Service:
    rotate(log)
    with log.open("ab") as file:
        process = subprocess.Popen(  # noqa: S603  our own arguments
            command.arguments,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509  nobody has started a thread here
        )
    return Service(command, process, log, time.monotonic())


def _end_with_parent() -> None:
    """Killed, `heyan serve` would leave processes that hold its ports: the kernel ends them.

    Even where whoever started it ignores or holds back that signal, which is handed down.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Watch:
    """Starts again what died, after a wait that grows, and says so; keeps the logs small.

    Changes the list that it watches, so that whoever stops the services stops those that run.
    """

    def __init__(self, services: list[Service]) -> None:
        self._services = services
        self._deaths: dict[str, int] = {}
        self._due: dict[str, float] = {}

    def look(self) -> list[Problem]:
        """What died since the last look. Raises MachineError (`E-SERVE-DIED`) where one keeps dying."""
        told = []
        for place, service in enumerate(self._services):
            name, status = service.command.name, service.died()
            rotate(service.log)
            if status is None:
                continue
            if name not in self._due:
                told.append(self._note(service, status))
            elif time.monotonic() >= self._due[name]:
                del self._due[name]
                self._services[place] = _start(service.command, service.log)
        return told

    def _note(self, service: Service, status: int) -> Problem:
        name = service.command.name
        # Its children hold ports, and runs that nobody could stop any more.
        _signal(service, signal.SIGKILL)
        lived = time.monotonic() - service.since
        self._deaths[name] = 1 if lived > _WELL_SECONDS else self._deaths.get(name, 0) + 1
        if self._deaths[name] > _DEATHS:
            raise MachineError(_died_again(service, status))
        self._due[name] = time.monotonic() + min(2 ** (self._deaths[name] - 1), _LONGEST_WAIT)
        return _died(service, status)


def wait_until_ready(services: Sequence[Service]) -> None:
    """Wait until all that have an address answer.

    Raises MachineError: `E-SERVE-DIED` where one of the processes ends meanwhile, `E-SERVE-SLOW`.
    """
    deadline = time.monotonic() + READY_SECONDS
    waiting = [service for service in services if service.command.answers_at]
    while waiting := [one for one in waiting if not _answers(one.command.answers_at)]:
        for service in services:
            if (status := service.died()) is not None:
                raise MachineError(_died_at_start(service, status))
        if time.monotonic() > deadline:
            raise MachineError(_slow(waiting[0]))
        time.sleep(POLL_SECONDS)


def refuse_taken_port(host: str, port: int, option: str) -> None:
    """Raise MachineError (`E-PORT`) where the port cannot be listened on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as e:
            raise MachineError(
                Problem(
                    "E-PORT",
                    f"端口 {host}:{port} 无法使用（{e.strerror}），请用 {option} 选择另一个。",
                    f"Port {host}:{port} cannot be used ({e.strerror}); "
                    f"choose another with {option}.",
                )
            ) from e


def _answers(address: str) -> bool:
    """Whether somebody answers there; asking for a sign-in is an answer, an error is none."""
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310  our own address
            return True
    except urllib.error.HTTPError as e:
        return e.code < HTTPStatus.INTERNAL_SERVER_ERROR
    except (urllib.error.URLError, OSError):
        return False


def _stop(services: Sequence[Service]) -> None:
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


def _died(service: Service, status: int) -> Problem:
    name, log = service.command.name, service.log
    return Problem(
        "E-SERVE-DIED",
        f"{name} 进程意外结束（状态 {status}），正在重新启动；日志 {log}。",
        f"The {name} ended unexpectedly (status {status}) and is started again; see {log}.",
    )


def _died_again(service: Service, status: int) -> Problem:
    name, log = service.command.name, service.log
    return Problem(
        "E-SERVE-DIED",
        f"{name} 进程反复意外结束（状态 {status}），服务停止。请查看日志 {log}，"
        "排除原因（磁盘、数据库）后重新运行 heyan serve。",
        f"The {name} ends again and again (status {status}) and the service stops. See {log}, "
        "mend the cause (disk, database), then start heyan serve again.",
    )


def _died_at_start(service: Service, status: int) -> Problem:
    name, log = service.command.name, service.log
    return Problem(
        "E-SERVE-DIED",
        f"{name} 进程未能启动（状态 {status}），请查看日志 {log}。",
        f"The {name} did not start (status {status}); see {log}.",
    )


def _slow(service: Service) -> Problem:
    return Problem(
        "E-SERVE-SLOW",
        f"{service.command.name} 在 {READY_SECONDS:.0f} 秒内未能就绪，请查看日志 {service.log}。",
        f"The {service.command.name} was not ready within {READY_SECONDS:.0f} s; see {service.log}.",
    )
