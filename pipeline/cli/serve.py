"""`heyan serve`: the review desk, the Dagster UI and its daemon on this machine, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from types import FrameType

import click
import psutil

from pipeline import desk
from pipeline.cli.inbox_news import InboxNews
from pipeline.cli.services import (
    Command,
    Watch,
    refuse_taken_port,
    started,
    wait_until_ready,
)
from pipeline.cli.voice import DONE, Voice
from pipeline.home import Home, enter_home, repository
from pipeline.runs import LOCATION

HOST = "127.0.0.1"
_EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104  compared with, not listened on
_LOOK_SECONDS = 1.0
_TICK_SECONDS = "600"
"""A sensor's tick may take this long: taking a batch in from a large zip is one."""
_DESK_WORKERS, _DESK_THREADS = "2", "8"
"""For two cores: reviewers wait for the database more than for a core."""
_DESK_TIMEOUT = "120"
"""Seconds without a sign of life after which a worker is taken for hung."""


@click.command()
@click.option(
    "--host", default=HOST, show_default=True, help="Address the desk listens on (核验台监听地址)."
)
@click.option(
    "--ui-host",
    default=HOST,
    show_default=True,
    help="Address the Dagster UI listens on; it asks for no password (监控界面监听地址，无密码).",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=3000,
    show_default=True,
    help="Port of the Dagster UI (监控界面端口).",
)
@click.option(
    "--desk-port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Port of the review desk (核验台端口).",
)
@click.pass_obj
def command(voice: Voice, host: str, ui_host: str, port: int, desk_port: int) -> None:
    """Start the review desk, the Dagster UI and its daemon; the inbox is watched meanwhile."""
    home = enter_home()
    refuse_taken_port(host, desk_port, "--desk-port")
    refuse_taken_port(ui_host, port, "--port")
    addresses = {"desk": _address(host, desk_port), "webserver": _address(ui_host, port)}
    _tell_children(os.environ, host, addresses["desk"])
    _initialise_instance()
    _make_administrator(voice)
    commands = [_desk(host, desk_port), *_dagster(ui_host, port)]
    with started(commands, home.state / "log") as services, _stop_signals():
        try:
            wait_until_ready(services)
            news, watch = InboxNews(home, voice), Watch(services)
            _say_ready(voice, home, addresses)
            while True:
                time.sleep(_LOOK_SECONDS)
                news.look()
                for death in watch.look():
                    voice.problem(death)
        except KeyboardInterrupt:
            voice.tell("正在停止……", "Stopping…")
            raise SystemExit(DONE) from None


def _desk(host: str, port: int) -> Command:
    """The desk's web server."""
    workers = os.environ.get("HEYAN_DESK_WORKERS", _DESK_WORKERS)
    threads = os.environ.get("HEYAN_DESK_THREADS", _DESK_THREADS)
    gunicorn = [
        sys.executable, "-m", "gunicorn", "review.desk.wsgi:application",
        "--bind", f"{_bracketed(host)}:{port}", "--chdir", str(repository()),
        "--worker-class", "gthread", "--workers", workers, "--threads", threads,
        "--timeout", _DESK_TIMEOUT, "--graceful-timeout", "10", "--no-control-socket",
    ]  # fmt: skip
    return Command("desk", gunicorn, f"http://{_near(host)}:{port}/")


def _dagster(host: str, port: int) -> list[Command]:
    """Its UI and its daemon."""
    location = ["-m", LOCATION, "-d", str(repository())]
    python = [sys.executable, "-m"]
    web = [*python, "dagster_webserver", "-h", host, "-p", str(port), *location]
    return [
        Command("webserver", web, f"http://{_near(host)}:{port}/server_info"),
        Command("daemon", [*python, "dagster._daemon", "run", *location]),
    ]


def _tell_children(environment: MutableMapping[str, str], host: str, address: str) -> None:
    """What the processes must know of each other; what the operator set stands."""
    environment.setdefault("DAGSTER_SENSOR_GRPC_TIMEOUT_SECONDS", _TICK_SECONDS)
    environment.setdefault(desk.DESK_VARIABLE, address)
    if host != HOST:
        environment.setdefault(desk.HOSTS_VARIABLE, ",".join(_names(host)))


def _names(host: str) -> list[str]:
    """The names by which browsers may call the desk: those of this machine, or the one given."""
    names = ["127.0.0.1", "localhost", "[::1]"]
    if host not in _EVERYWHERE:
        return [*names, _bracketed(host)]
    own = [
        one.address
        for addresses in psutil.net_if_addrs().values()
        for one in addresses
        if one.family == socket.AF_INET
    ]
    return list(dict.fromkeys([*names, socket.gethostname(), socket.getfqdn(), *own]))


def _address(host: str, port: int) -> str:
    shown = socket.gethostname() if host in _EVERYWHERE else _bracketed(host)
    return f"http://{shown}:{port}"


def _near(host: str) -> str:
    """Where this machine itself reaches what listens there."""
    return HOST if host in _EVERYWHERE else _bracketed(host)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _initialise_instance() -> None:
    """Make the SQLite files once, before two processes open them at the same time."""
    import dagster as dg  # noqa: PLC0415  only here, in the parent

    with dg.DagsterInstance.get() as instance:
        instance.get_runs(limit=1)
        instance.get_dynamic_partitions("shards")
        instance.all_instigator_state()


def _make_administrator(voice: Voice) -> None:
    """The first account, where there is none; said at once, whatever happens next."""
    made = desk.first_administrator()
    if made:
        name, password = made
        voice.say(
            f"核验台管理员账户：{name}，初始密码：{password}（只显示这一次，首次登录时须修改）",
            f"Administrator of the desk: {name}, password: {password} "
            "(shown only now, to be changed at the first sign-in)",
        )


def _say_ready(voice: Voice, home: Home, addresses: dict[str, str]) -> None:
    voice.say(f"核验台：{addresses['desk']}", f"Review desk: {addresses['desk']}")
    voice.say(f"监控界面：{addresses['webserver']}", f"Dagster UI: {addresses['webserver']}")
    voice.say(
        f"收件箱：{home.inbox}（放入批次后建立 _READY 文件即开始处理）",
        f"Inbox: {home.inbox} (put a batch there, then its _READY marker)",
    )
    voice.say(
        f"日志：{home.state / 'log'}。按 Ctrl-C 停止。",
        f"Logs: {home.state / 'log'}. Ctrl-C stops it.",
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
