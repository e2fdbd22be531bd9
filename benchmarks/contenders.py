"""One contender reads files in a process of its own: `python -m benchmarks.contenders NAME JOB OUT`.

    tesseract  Tesseract alone: the plain page, one pass, chi_sim
    rapidocr   RapidOCR as its library sets it up (one thread, so that CPU time is work and
               not waiting: all cores at once use more)
    heyan      the product's own pool, two workers

All of them render pages alike and hand their lines to the product's own
extraction. JOB is a JSON file with `folder`, `files`, `cache`, `workers`; OUT gets
`documents` by file, `pages`, `cpu_seconds` (loading the models included), `wall_seconds`,
`peak_mib` of the process that reads.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evidence.documents import Document
from evidence.errors import UploadError
from evidence.places import Box
from evidence.readings import Channel, Line, Page, PageReading, PageStatus, Reading
from extractors.documents.extract import extract
from extractors.intake.types import media_type
from extractors.reading.cache import ReadingCache
from extractors.reading.images import Rgb
from extractors.reading.pool import Progress, read_uploads
from extractors.reading.render import count_pages, render_page
from extractors.reading.settings import ReadingSettings, StoredFile

Recognise = Callable[[Rgb], list[tuple[str, Box, float]]]


@dataclass(slots=True)
class Outcome:
    """What reading cost and found."""

    documents: dict[str, list[dict[str, Any]]]
    pages: int
    cpu_seconds: float
    wall_seconds: float
    peak_mib: float


def main() -> None:
    """Read the job, write the outcome."""
    name, job_path, out = sys.argv[1:4]
    job = json.loads(Path(job_path).read_text())
    folder, files = Path(job["folder"]), job["files"]
    if name == "heyan":
        outcome = _heyan(folder, files, Path(job["cache"]), job["workers"])
    else:
        outcome = _peer(folder, files, _PEERS[name])
    Path(out).write_text(
        json.dumps({name: getattr(outcome, name) for name in Outcome.__slots__}, ensure_ascii=False)
    )


def _stored(path: Path) -> StoredFile:
    data = path.read_bytes()
    return StoredFile(hashlib.sha256(data).hexdigest(), path, media_type(data[:4096], data[-4096:]))


def _heyan(folder: Path, files: Sequence[str], cache: Path, workers: int) -> Outcome:
    stored = {file: _stored(folder / file) for file in files}
    told = [Progress()]
    start = time.perf_counter()
    settings = ReadingSettings(workers=workers)
    readings = {
        one.sha256: one.pages
        for one in read_uploads(stored.values(), settings, ReadingCache(cache), told.append)
    }
    wall = time.perf_counter() - start
    documents = {
        file: _documents(readings[one.sha256], file, one.sha256) for file, one in stored.items()
    }
    read = told[-1].pages_done - told[-1].pages_cached
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Outcome(documents, read, told[-1].cpu_seconds, wall, peak)


def _peer(folder: Path, files: Sequence[str], made: Callable[[], Recognise]) -> Outcome:
    settings = ReadingSettings()
    documents: dict[str, list[dict[str, Any]]] = {}
    pages = 0
    start, wall = _cpu(), time.perf_counter()
    recognise = made()
    for file in files:
        stored = _stored(folder / file)
        readings = tuple(_read(stored, settings, recognise))
        pages += len(readings)
        documents[file] = _documents(readings, file, stored.sha256)
    peak = max(
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return Outcome(documents, pages, _cpu() - start, time.perf_counter() - wall, peak)


def _cpu() -> float:
    used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _read(
    stored: StoredFile, settings: ReadingSettings, recognise: Recognise
) -> Iterator[PageReading]:
    for number in range(1, count_pages(stored, settings) + 1):
        try:
            image = render_page(stored, number, settings).image
        except UploadError:
            continue
        lines = tuple(
            Line(text, box, confidence, "rapidocr", Channel.PLAIN)
            for text, box, confidence in recognise(image)
        )
        height, width = image.shape[:2]
        page = Page(number, width, height, 0, "ocr", PageStatus.READ)
        yield PageReading(page, (Reading(number, "rapidocr", Channel.PLAIN, 1.0, None, lines),))


def _documents(pages: Sequence[PageReading], file: str, sha256: str) -> list[dict[str, Any]]:
    return [_plain(one) for one in extract(pages, upload=file, sha256=sha256).documents]


def _plain(document: Document) -> dict[str, Any]:
    fields: dict[str, list[dict[str, Any]]] = {}
    for field in document.fields:
        told = {
            "value": field.value,
            "certainty": field.certainty.value,
            "doubt": field.doubt,
            "confidence": field.confidence,
            "sources": list(field.sources),
        }
        fields.setdefault(field.column, []).append(told)
    return {"kind": document.kind.value, "pages": list(document.pages), "fields": fields}


def _tesseract() -> Recognise:
    import pytesseract  # noqa: PLC0415  only this contender needs it

    def recognise(image: Rgb) -> list[tuple[str, Box, float]]:
        data = pytesseract.image_to_data(image, lang="chi_sim", output_type=pytesseract.Output.DICT)
        lines: dict[tuple[int, int, int], list[int]] = {}
        for index, text in enumerate(data["text"]):
            if text.strip():
                key = (data["block_num"][index], data["par_num"][index], data["line_num"][index])
                lines.setdefault(key, []).append(index)
        found = []
        for words in lines.values():
            x0 = min(data["left"][i] for i in words)
            y0 = min(data["top"][i] for i in words)
            x1 = max(data["left"][i] + data["width"][i] for i in words)
            y1 = max(data["top"][i] + data["height"][i] for i in words)
            sure = sum(float(data["conf"][i]) for i in words) / len(words) / 100
            text = "".join(data["text"][i] for i in words)
            found.append((text, Box(x0, y0, x1, y1), max(sure, 0.0)))
        return found

    return recognise


def _rapidocr() -> Recognise:
    from rapidocr import RapidOCR  # noqa: PLC0415  only this contender needs it

    engine = RapidOCR(
        params={
            "Global.log_level": "error",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
    engine(np.full((64, 64, 3), 255, np.uint8))

    def recognise(image: Rgb) -> list[tuple[str, Box, float]]:
        # The library takes colour pictures in OpenCV's order.
        seen = engine(np.ascontiguousarray(image[:, :, ::-1]))
        if seen.boxes is None:
            return []
        return [
            (text, _around(quad), float(sure))
            for text, quad, sure in zip(seen.txts, seen.boxes, seen.scores, strict=True)
        ]

    return recognise


def _around(quad: Any) -> Box:
    xs, ys = np.asarray(quad)[:, 0], np.asarray(quad)[:, 1]
    return Box(round(xs.min()), round(ys.min()), round(xs.max()), round(ys.max()))


_PEERS: dict[str, Callable[[], Recognise]] = {"tesseract": _tesseract, "rapidocr": _rapidocr}

if __name__ == "__main__":
    main()
