"""What runs inside a pool process: limits first, then one file or page at a time."""

from __future__ import annotations

import hashlib
import os
import resource
import time
from dataclasses import dataclass
from pathlib import Path

import cv2

from evidence.errors import MachineError, Problem, UploadError
from evidence.readings import Page, PageReading, PageStatus
from extractors.documents.extract import extract
from extractors.reading.cache import ReadingCache
from extractors.reading.memory import short_of_memory
from extractors.reading.page import PageReader
from extractors.reading.render import DamagedError, count_pages
from extractors.reading.settings import ReadingSettings, StoredFile
from extractors.whole_files import disk_full
from storage.failures import DISK_FULL, reason_of


@dataclass(frozen=True, slots=True)
class PageDone:
    """A page's reading and its cost in seconds of CPU, wall and engine time."""

    reading: PageReading
    cpu_seconds: float
    wall_seconds: float
    engine_seconds: float


@dataclass(frozen=True, slots=True)
class _Worker:
    settings: ReadingSettings
    cache: ReadingCache
    recipe: str
    reader: PageReader


_worker: _Worker | None = None
OUT_OF_MEMORY = 70
"""Exit status of a process that met its memory limit."""


def start(settings: ReadingSettings, cache_root: Path, recipe: str) -> None:
    """Prepare the process to read: its limits, and a reader that is loaded when it is needed."""
    global _worker  # noqa: PLW0603  a pool process has exactly one worker
    confine(settings)
    cache = ReadingCache(cache_root)
    reader = PageReader(
        settings,
        lambda pages: extract(pages, upload="", sha256=""),
        cache.keep_image,
    )
    _worker = _Worker(settings, cache, recipe, reader)


def confine(settings: ReadingSettings) -> None:
    """Memory limit, one thread, no stray core files."""
    os.environ["OMP_THREAD_LIMIT"] = "1"  # tesseract, a child of ours
    resource.setrlimit(resource.RLIMIT_DATA, (settings.worker_bytes, settings.worker_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    cv2.setNumThreads(1)


def count(file: StoredFile) -> int | Problem:
    """The number of pages, kept in the cache, or why they cannot be counted."""
    worker = _started()
    limit_cpu(worker.settings.cpu_seconds)
    try:
        pages = count_pages(file, worker.settings)
    except UploadError as e:
        check_stored(file)
        worker.cache.keep_refusal(file.sha256, worker.recipe, e.problem)
        return e.problem
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as e:  # noqa: BLE001  whatever hostile bytes provoke costs this file alone
        check_stored(file)
        return _unforeseen(e)
    worker.cache.keep_count(file.sha256, worker.recipe, pages)
    return pages


def read(file: StoredFile, number: int) -> PageDone:
    """Read one page and store it before anybody is told."""
    worker = _started()
    limit_cpu(worker.settings.cpu_seconds)
    cpu, wall, engine = time.process_time(), time.perf_counter(), worker.reader.engine_seconds
    try:
        reading = worker.reader.read(file, number)
    except DamagedError as e:
        check_stored(file)
        reading = given_up(number, e.problem)
        worker.cache.keep_page(file.sha256, worker.recipe, reading)
    except UploadError as e:
        reading = given_up(number, e.problem)
    except MachineError:
        raise  # a disk that takes no picture is no fault of the page's
    except Exception as e:
        if short_of_memory(e):
            os._exit(OUT_OF_MEMORY)  # a fresh process tries again: this one's heap may be in pieces
        if isinstance(e, OSError) and e.errno in DISK_FULL:
            raise disk_full() from e
        check_stored(file)
        reading = given_up(number, _unforeseen(e))
    else:
        worker.cache.keep_page(file.sha256, worker.recipe, reading)
    return PageDone(
        reading,
        time.process_time() - cpu,
        time.perf_counter() - wall,
        worker.reader.engine_seconds - engine,
    )


def check_stored(file: StoredFile) -> None:
    """Before a file is called damaged: whether its stored bytes are still those that came in.

    Raises MachineError: `E-STORE-CHANGED` where they are others, `E-STORE-READ` where they cannot be
    read.
    """
    try:
        with file.path.open("rb") as stored:
            found = hashlib.file_digest(stored, "sha256").hexdigest()
    except OSError as e:
        raise MachineError(_not_stored(file, reason_of(e))) from e
    if found != file.sha256:
        raise MachineError(_changed(file))


def given_up(number: int, problem: Problem) -> PageReading:
    """A page that was not read, with the reason."""
    return PageReading(
        Page(
            number=number,
            width=0,
            height=0,
            rotation=0,
            source="none",
            status=PageStatus.UNREADABLE,
            problem=problem,
        )
    )


def _not_stored(file: StoredFile, reason: str) -> Problem:
    return Problem(
        "E-STORE-READ",
        f"文件库中的 {file.path} 无法读取（{reason}）；请检查磁盘或网络存储是否已连接，然后重新运行。",
        f"{file.path} in the file store cannot be read ({reason}); see that the disk or share is "
        "there, then run again.",
    )


def _changed(file: StoredFile) -> Problem:
    return Problem(
        "E-STORE-CHANGED",
        f"文件库中的 {file.path} 的内容与其名称（SHA-256）不符，未据此核验；"
        "请从备份恢复该文件，检查磁盘（heyan verify），然后重新运行。",
        f"{file.path} in the file store does not hold the content that it is named after (SHA-256), "
        "so nothing was judged by it; take that file from a backup, check the disk (heyan verify), "
        "then run again.",
    )


def _unforeseen(error: Exception) -> Problem:
    kind = type(error).__name__
    return Problem(
        "E-PAGE-ERROR",
        f"识别时发生意外错误（{kind}）；请人工查看。",
        f"Reading failed unexpectedly ({kind}: {error}); a person must look at it.",
    )


def limit_cpu(seconds: int) -> None:
    """Let the kernel end this process (SIGXCPU) once the page has used its CPU time."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _started() -> _Worker:
    if _worker is None:
        raise RuntimeError("the pool process was not started")
    return _worker


MEMORY = Problem(
    "E-PAGE-MEMORY",
    "识别此页所需内存超过上限，已放弃；请以较低分辨率重新扫描。",
    "Reading this page needed more memory than allowed; scan it at a lower resolution.",
)
CPU = Problem(
    "E-PAGE-CPU",
    "识别此页超过计算时间上限，已放弃；请人工查看。",
    "Reading this page took more CPU time than allowed; a person must look at it.",
)
HANG = Problem(
    "E-PAGE-HANG",
    "识别此页两次无响应，已放弃；请人工查看。",
    "Reading this page stopped responding twice; a person must look at it.",
)
CRASH = Problem(
    "E-PAGE-CRASH",
    "识别此页时识别进程两次异常退出，已放弃；请人工查看。",
    "The reading process died twice on this page; a person must look at it.",
)
