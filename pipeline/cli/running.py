"""What the commands that execute runs share: SIGTERM as Ctrl-C, waiting, a folder to write into."""

from __future__ import annotations

import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import dagster as dg

from evidence.errors import MachineError, Problem
from pipeline.batches import BatchEntry
from pipeline.cli.voice import Voice
from pipeline.home import Home
from pipeline.runs import batch_lock, clear_dead_runs, wait_for_others


@contextmanager
def held(
    voice: Voice, home: Home, instance: dg.DagsterInstance, entry: BatchEntry
) -> Iterator[None]:
    """Nobody else works on the batch inside; whoever does is waited for, and that is said."""
    with batch_lock(home.locks, entry.id, lambda: _tell_waiting(voice, entry)):
        clear_dead_runs(instance)
        wait_for_others(instance, entry, lambda _: _tell_waiting(voice, entry))
        yield


def check_writable(out: Path) -> None:
    """Refuse an output folder that takes no file before hours are spent, not after.

    Raises MachineError (`E-OUTPUT-WRITE`).
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as e:
        raise MachineError(
            Problem(
                "E-OUTPUT-WRITE",
                f"输出目录 {out} 不能写入（{e.strerror}）；请换一个目录或修改其权限。",
                f"The output folder {out} cannot be written ({e.strerror}); choose another one "
                "or change its permissions.",
            )
        ) from e


@contextmanager
def termination_interrupts() -> Iterator[None]:
    """SIGTERM ends a run as Ctrl-C does: what was read is kept, the run is not left STARTED."""
    in_main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, _interrupt) if in_main else None
    try:
        yield
    except dg.DagsterExecutionInterruptedError as e:
        raise KeyboardInterrupt from e
    finally:
        if in_main:
            signal.signal(signal.SIGTERM, before)


def _interrupt(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001  a handler's signature
    raise KeyboardInterrupt


def _tell_waiting(voice: Voice, entry: BatchEntry) -> None:
    voice.tell(
        f"批次 {entry.id} 正在由另一进程处理，等待其结束……",
        f"Batch {entry.id} is being processed elsewhere; waiting for that to end…",
    )
