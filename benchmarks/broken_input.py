"""Does broken input cost anything but itself?

    python -m benchmarks.broken_input

Runs `heyan run` on a batch that holds one of each: truncated JPEG, encrypted
PDF, zero bytes, 30,000 × 30,000 PNG, PDF with 5,000 pages, zip bomb,
executable named .pdf, symbolic link out of the folder, a page on which the
reader dies, one on which it hangs; between them the sample batch's own good
files. Prints each file's status and reason and the peak memory of the parent
and of the workers; exits 1 where a limit or a status is not as promised.
"""

from __future__ import annotations

import csv
import os
import shutil
import struct
import sys
import tempfile
import time
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import psutil

from benchmarks.troublesome_reader import DIES, HANGS, marked

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "fixtures" / "sample" / "xinxiang-2024-001"
MIB = 1024 * 1024
WORKER_LIMIT, PARENT_LIMIT = 900 * MIB, 500 * MIB
GOOD_APPLICANTS = 4
BROKEN = "XX2024901"


@dataclass(slots=True)
class Peak:
    """The largest resident memory seen, in bytes."""

    parent: int = 0
    worker: int = 0


def break_things(folder: Path) -> None:
    """One file of each kind of trouble."""
    folder.mkdir(parents=True)
    sample = next(SAMPLE.rglob("荣誉证书.jpg")).read_bytes()
    (folder / "截断.jpg").write_bytes(sample[: len(sample) // 3])
    (folder / "空文件.pdf").write_bytes(b"")
    (folder / "程序.pdf").write_bytes(b"\x7fELF\x02\x01\x01" + bytes(4096))
    (folder / "外链.jpg").symlink_to("/etc/passwd")
    _huge_png(folder / "巨图.png", 30_000, 30_000)
    _pdf(folder / "五千页.pdf", 5000)
    _pdf(folder / "加密.pdf", 1, encryption=pikepdf.Encryption(user="x", owner="y"))
    with (
        zipfile.ZipFile(folder / "炸弹.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bomb,
        bomb.open("zeros", "w", force_zip64=True) as inner,
    ):
        for _ in range(2048):
            inner.write(bytes(MIB))
    marked(folder / "识别进程崩溃.png", DIES)
    marked(folder / "识别进程挂起.png", HANGS)


def good_batch(folder: Path) -> None:
    """The sample's first applicants and its tables."""
    shutil.copytree(
        SAMPLE, folder, ignore=lambda path, _: {"uploads"} if path == str(SAMPLE) else set()
    )
    for applicant in sorted((SAMPLE / "uploads").iterdir())[:GOOD_APPLICANTS]:
        shutil.copytree(applicant, folder / "uploads" / applicant.name)


def run(batch: Path, home: Path, out: Path) -> tuple[int, Peak, float]:
    """`heyan run` on the batch; exit status, peak memory, seconds."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "HEYAN_HOME": str(home),
        "HEYAN_READER": "benchmarks.troublesome_reader:TroublesomeReader",
        "HEYAN_PAGE_CPU_SECONDS": "10",
    }
    start = time.perf_counter()
    process = psutil.Popen(
        [sys.executable, "-m", "pipeline.cli", "run", str(batch), "--out", str(out)],
        env=environment,
    )
    peak = Peak()
    while process.poll() is None:
        try:
            peak.parent = max(peak.parent, process.memory_info().rss)
            workers = [child.memory_info().rss for child in process.children(recursive=True)]
            peak.worker = max([peak.worker, *workers])
        except psutil.NoSuchProcess:
            pass
        time.sleep(0.1)
    return process.returncode, peak, time.perf_counter() - start


def main() -> int:
    """Run the benchmark; 0 where every promise held."""
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        batch = work / "broken-001"
        good_batch(batch)
        break_things(batch / "uploads" / BROKEN)
        status, peak, seconds = run(batch, work / "home", work / "out")
        rows = list(csv.reader((work / "out" / "uploads.csv").open(encoding="utf-8-sig")))
    header, files = rows[0], rows[1:]
    print("\t".join(header))
    for row in files:
        print("\t".join(row))
    # what lies in the broken applicant's folder must not be read, everything else must be
    unread = [row for row in files if BROKEN not in row[0] and "read" not in row]
    broken_read = [row for row in files if BROKEN in row[0] and "read" in row]
    print(f"\nexit status {status}; {len(files)} uploads; {seconds:.0f} s")
    print(
        f"parent at most {peak.parent / MIB:.0f} MiB, a worker at most {peak.worker / MIB:.0f} MiB"
    )
    failed = status != 0 or unread or broken_read
    over = peak.parent > PARENT_LIMIT or peak.worker > WORKER_LIMIT
    return int(bool(failed or over))


def _pdf(path: Path, pages: int, **save: pikepdf.Encryption) -> None:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(595, 842))
    pdf.save(path, **save)


def _huge_png(path: Path, width: int, height: int) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = zlib.compressobj(9)
    data = b"".join(rows.compress(bytes(1 + 3 * width)) for _ in range(height)) + rows.flush()
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", data) + chunk(b"IEND", b""))


if __name__ == "__main__":
    raise SystemExit(main())
