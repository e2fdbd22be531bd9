"""The processes that `heyan serve` keeps: started together, watched, stopped together."""

from __future__ import annotations

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

READY_SECONDS = 120.0
POLL_SECONDS = 0.3
_GRACE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Command:
    """What to start under which name; `answers_at` is the address that tells that it is ready."""

    name: str
    arguments: Sequence[str]
    answers_at: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A child process with a name for messages."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    answers_at: str

    def died(self) -> Problem | None:
        """That it ended, and with which status; None while it runs."""
        code = self.process.poll()
        if code is None:
            return None
        return Problem(
            "E-SERVE-DIED",
            f"{self.name} 进程意外结束（状态 {code}），请查看日志 {self.log}。",
            f"The {self.name} ended unexpectedly (status {code}); see {self.log}.",
        )


@contextmanager
def started(commands: Sequence[Command], logs: Path) -> Iterator[list[Service]]:
    """The processes, each with its children in a group of its own; stopped at the end."""
    logs.mkdir(parents=True, exist_ok=True)
    services: list[Service] = []
    try:
        for command in commands:
            log = logs / f"{command.name}.log"
            with log.open("ab") as file:
                process = subprocess.Popen(  # noqa: S603  our own arguments
                    command.arguments,
                    stdin=subprocess.DEVNULL,
                    stdout=file,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            services.append(Service(command.name, process, log, command.answers_at))
        yield services
    finally:
        _stop(services)


def first_death(services: Sequence[Service]) -> Problem | None:
    """Which of the processes ended; None while all run."""
    return next(filter(None, (service.died() for service in services)), None)


def wait_until_ready(services: Sequence[Service]) -> None:
    """Wait until all that have an address answer.

    Raises MachineError: `E-SERVE-DIED` where one of the processes ends meanwhile, `E-SERVE-SLOW`.
    """
    deadline = time.monotonic() + READY_SECONDS
    waiting = [service for service in services if service.answers_at]
    while waiting := [service for service in waiting if not _answers(service.answers_at)]:
        death = first_death(services)
        if death is not None:
            raise MachineError(death)
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


def _slow(service: Service) -> Problem:
    return Problem(
        "E-SERVE-SLOW",
        f"{service.name} 在 {READY_SECONDS:.0f} 秒内未能就绪，请查看日志 {service.log}。",
        f"The {service.name} was not ready within {READY_SECONDS:.0f} s; see {service.log}.",
    )
