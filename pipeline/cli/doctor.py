"""`heyan doctor`: what this machine lacks, and the command that mends it."""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version

import click

from evidence.errors import HeyanError
from pipeline.cli.voice import DONE, REFUSED, Voice
from pipeline.clock import clock_problem
from pipeline.home import Home, enter_home, find_home

_DISK_BYTES = 2 * 1024**3
"""Free space below which a season's first batches would not fit."""


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing examined: whether it is well, what was seen, what mends it."""

    name: str
    well: bool
    zh: str
    en: str
    mend: str = ""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--ask-epo", is_flag=True, help="Try the account at EPO OPS as well (over the net).")
@click.pass_obj
def command(voice: Voice, *, as_json: bool, ask_epo: bool) -> None:
    """Examine Python, models, fonts, disk, object store, clock, Dagster's instance and EPO OPS.

    Exit status: 0 all is well, 1 something is missing.
    """
    examined = list(examine(ask_epo=ask_epo))
    for one in examined:
        if as_json:
            click.echo(json.dumps(asdict(one), ensure_ascii=False))
        else:
            sign = "✓" if one.well else "✕"
            voice.say(f"{sign} {one.name}：{one.zh}", f"{sign} {one.name}: {one.en}")
            if one.mend:
                voice.say(f"  → 请运行：{one.mend}", f"  → run: {one.mend}")
    raise SystemExit(DONE if all(one.well for one in examined) else REFUSED)


def examine(*, ask_epo: bool = False) -> Iterator[Examined]:
    """Everything that is examined, in the order in which it is needed; the net only if asked."""
    yield _python()
    yield _translated("models", _models)
    yield _translated("tesseract", _tesseract)
    yield _translated("fonts", _fonts)
    home = find_home()
    yield _disk(home)
    yield _translated("store", lambda: _store(home))
    yield _clock(home)
    yield _dagster()
    yield _translated("instance", _instance)
    yield _translated("workers", _workers)
    yield _translated("epo-ops", lambda: _epo_ops(ask=ask_epo))


def _python() -> Examined:
    found = ".".join(map(str, sys.version_info[:3]))
    well = sys.version_info >= (3, 11)
    return Examined(
        "python",
        well,
        f"{found}，可用 {len(os.sched_getaffinity(0))} 核",
        f"{found}, {len(os.sched_getaffinity(0))} cores to use",
        "" if well else "apt-get install python3.11 && scripts/setup.sh run",
    )


def _models() -> Examined:
    from extractors.reading.readers.rapid import RapidReader, missing_models  # noqa: PLC0415

    missing = missing_models()
    if missing:
        names = ", ".join(missing)
        mend = "pip install --force-reinstall --no-deps rapidocr"
        return Examined(
            "models", False, f"缺少或损坏：{names}", f"missing or damaged: {names}", mend
        )
    found = RapidReader.version()
    return Examined("models", True, found, found)


def _tesseract() -> Examined:
    import pytesseract  # noqa: PLC0415  only where it is examined

    from extractors.reading.readers.tesseract import TesseractReader  # noqa: PLC0415

    found = TesseractReader.version()
    TesseractReader()
    languages = ", ".join(pytesseract.get_languages(config=""))
    return Examined("tesseract", True, f"{found}（{languages}）", f"{found} ({languages})")


def _fonts() -> Examined:
    from review.rosters.fonts import find_fonts  # noqa: PLC0415  loads typst

    families = ", ".join(find_fonts().body)
    return Examined("fonts", True, families, families)


def _disk(home: Home) -> Examined:
    folder = home.state
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    well = free >= _DISK_BYTES and os.access(folder, os.W_OK)
    size = f"{free / 1024**3:.1f} GiB"
    return Examined(
        "disk",
        well,
        f"{home.state} 可用 {size}",
        f"{size} free for {home.state}",
        "" if well else f"df -h {folder}",
    )


def _store(home: Home) -> Examined:
    """Whether this machine may list, write and read, and finds what it wrote."""
    if home.objects is None:
        zh, en = f"文件存放在 {home.state}", f"files are kept in {home.state}"
        return Examined("store", True, zh, en)
    told = f"{socket.gethostname()} {secrets.token_hex(8)}\n".encode()
    key = f"doctor/{socket.gethostname()}"
    home.objects.write(key, told)
    with home.objects.open(key) as file:
        well = file.read() == told and any(one.key == key for one in home.objects.listed("doctor"))
    zh = f"{home.objects.url} 可读写，本机副本在 {home.objects.copies}"
    en = f"{home.objects.url} takes and gives; copies in {home.objects.copies}"
    if not well:
        zh, en = (
            f"{home.objects.url} 未返回刚写入的内容",
            f"{home.objects.url} gives other bytes back",
        )
    return Examined("store", well, zh, en, "" if well else _LOOK_AT_STORE)


def _clock(home: Home) -> Examined:
    now = dt.datetime.now(dt.UTC)
    problem = clock_problem(home, now)
    if problem:
        return Examined("clock", False, problem.zh, problem.en, "timedatectl set-ntp true")
    shown = f"{now.astimezone():%Y-%m-%d %H:%M:%S %Z}"
    return Examined("clock", True, shown, shown)


def _dagster() -> Examined:
    try:
        core, web = version("dagster"), version("dagster-webserver")
    except PackageNotFoundError as e:
        return Examined("dagster", False, f"缺少 {e.name}", f"missing: {e.name}", _SETUP)
    well = core == web
    return Examined("dagster", well, core, f"{core}, webserver {web}", "" if well else _SETUP)


def _instance() -> Examined:
    import dagster as dg  # noqa: PLC0415  half a second, and only where it is examined

    home = enter_home()
    with dg.DagsterInstance.get() as instance:
        runs = instance.get_runs_count()
    return Examined(
        "instance", True, f"{home.state}，已有 {runs} 次运行", f"{home.state}, {runs} runs so far"
    )


def _workers() -> Examined:
    import dagster as dg  # noqa: PLC0415  half a second, and only where it is examined

    with dg.DagsterInstance.get() as instance:
        asked = getattr(instance.run_launcher, "workers", None)
        names = sorted(asked()) if asked else None
    if names is None:
        return Examined("workers", True, "单机：任务在本机执行", "one machine: runs execute here")
    said = f"{len(names)}: {', '.join(names)}"
    return Examined(
        "workers", bool(names), said, said, "" if names else "systemctl start heyan-worker"
    )


def _epo_ops(*, ask: bool) -> Examined:
    from pipeline.stages.epo import KEY_VARIABLE, ops_access  # noqa: PLC0415  only where examined
    from verifiers.cnipa.ops.source import EpoOps  # noqa: PLC0415

    access = ops_access(os.environ)
    if access is None:
        zh = f"未启用（未设置 {KEY_VARIABLE}）：专利只凭官方检索结果核对"
        return Examined("epo-ops", True, zh, f"off ({KEY_VARIABLE} is not set)")
    if ask:
        EpoOps(access).check()
        return Examined("epo-ops", True, f"{access.url} 接受该账户", f"{access.url} takes it")
    zh = f"已设置，{access.url}（加 --ask-epo 试连）"
    return Examined("epo-ops", True, zh, f"set, {access.url} (--ask-epo tries it)")


_SETUP = "scripts/setup.sh run"
_LOOK_AT_STORE = "env | grep -E '^(HEYAN_STORE|AWS_ENDPOINT_URL|AWS_.*REGION)'"
"""The settings that hold nothing secret."""
_MEND = {
    "E-BROKER-AWAY": "systemctl status redis-server",
    "E-FONT": "apt-get install fonts-noto-cjk",
    "E-OPS-CREDENTIALS": "export HEYAN_OPS_KEY=… HEYAN_OPS_SECRET=…",
    "E-OPS-URL": "unset HEYAN_OPS_URL",
    "E-OPS-UNREACHABLE": "heyan doctor --ask-epo",
    "E-STORE-AWAY": _LOOK_AT_STORE,
    "E-STORE-DRIVER": "scripts/setup.sh cluster",
    "E-STORE-REFUSED": _LOOK_AT_STORE,
    "E-TESSERACT-MISSING": "apt-get install tesseract-ocr tesseract-ocr-chi-sim",
}


def _translated(name: str, examination: Callable[[], Examined]) -> Examined:
    """What a failed examination says, in place of a traceback."""
    try:
        return examination()
    except HeyanError as e:
        mend = _MEND.get(e.code, _SETUP)
        return Examined(name, False, e.problem.zh, e.problem.en, mend)
    except ImportError as e:
        return Examined(name, False, f"缺少 Python 包：{e}", f"a package is missing: {e}", _SETUP)
    except Exception as e:  # noqa: BLE001  a doctor names every ailment and falls ill of none
        said = f"{type(e).__name__}: {e}".splitlines()[0]
        return Examined(name, False, said, said, _SETUP)
