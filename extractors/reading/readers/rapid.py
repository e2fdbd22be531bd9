"""RapidOCR with the PP-OCRv6 models from its own wheel: the default reader.

Two steps of the library are called one by one, because what is asked of them
differs: finding lines is done at a chosen size, reading is done on crops of
the full image, and crops of seals skip finding altogether.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from evidence.errors import MachineError, Problem, UploadError
from evidence.places import Quad, around
from extractors.reading.images import Rgb
from extractors.reading.readers.port import SeenLine, SeenText, Spare

_MODELS = {
    "PP-OCRv6_det_small.onnx": "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    "PP-OCRv6_rec_small.onnx": "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
}
"""What finds lines and what reads them, with their SHA-256, as rapidocr 3.10 carries them."""
_MIN_SIDE = 32
_LEAST_WIDTH = 160
"""Pixels that a short line is padded to. The library's 320 costs half as much again on short
lines; of 2,666 of them 48 were read otherwise, one of which is known to be worse."""
_LONG = 0.55
"""Share of the picture's width from which a line is long."""


def missing_models() -> list[str]:
    """The model files that the installed wheel lacks, or holds with other bytes."""
    folder = _models_folder()
    return [name for name, sha256 in _MODELS.items() if _sha256(folder / name) != sha256]


def _models_folder() -> Path:
    spec = find_spec("rapidocr")
    origin = None if spec is None else spec.origin
    return Path(origin or "").parent / "models"


def _sha256(path: Path) -> str | None:
    if not path.is_file():
        return None
    with path.open("rb") as model:
        return hashlib.file_digest(model, "sha256").hexdigest()


def _session(model: Path) -> Any:
    """An engine that gives each tensor back when it is done with it.

    ONNX Runtime would remember for every shape of its input one block as large as all tensors
    together. Lines of print have a shape each, so that the blocks leave the heap in pieces, and
    having the kernel clear them costs about a tenth of the CPU time on scans.
    """
    from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415  takes long to load

    options = SessionOptions()
    options.log_severity_level = 4
    options.enable_mem_pattern = False
    options.enable_cpu_mem_arena = False
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return InferenceSession(model, options, providers=["CPUExecutionProvider"])


class RapidReader:
    """One model on one thread. Not thread-safe; make one a process."""

    name = "rapidocr"

    @classmethod
    def version(cls) -> str:
        """Library, models and engine, without loading them."""
        return f"{version('rapidocr')}/PP-OCRv6-small/ort{version('onnxruntime')}"

    def __init__(self) -> None:
        missing = missing_models()
        if missing:
            raise MachineError(
                Problem(
                    "E-MODEL",
                    f"识别模型文件缺少或已损坏：{'、'.join(missing)}。请重新运行 scripts/setup.sh。",
                    f"Model files are missing or damaged: {', '.join(missing)}. "
                    "Run scripts/setup.sh again.",
                )
            )
        from omegaconf import flag_override  # noqa: PLC0415  loaded with the engine
        from rapidocr import RapidOCR  # noqa: PLC0415  loads onnxruntime

        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        self._engine: Any = RapidOCR(
            params={
                "Global.use_cls": False,
                "Global.log_level": "error",
                "Det.limit_type": "max",
                "Rec.rec_batch_num": 1,
                "Rec.rec_img_shape": [3, 48, _LEAST_WIDTH],
            }
        )
        finding, reading = (_session(_models_folder() / name) for name in _MODELS)
        with flag_override(self._engine.cfg, "allow_objects", True):
            self._engine.cfg.Det.session, self._engine.cfg.Rec.session = finding, reading
        self._seconds = 0.0
        blank = np.full((64, 64, 3), 255, np.uint8)
        self._engine(blank, use_det=True, use_rec=False)
        self._engine(blank, use_det=False, use_rec=True)

    @property
    def engine_seconds(self) -> float:
        """Wall time spent in finding and reading since the reader was made."""
        return self._seconds

    def find(self, image: Rgb, long_side: int, spare: Spare | None = None) -> list[SeenLine]:
        """Find and read every line, looking for print at `long_side` pixels.

        Long lines come last where `spare` is to say which of them nobody needs.
        """
        if min(image.shape[:2]) < _MIN_SIDE // 2:
            return []
        with self._running():
            detector = self._engine.text_det
            detector.limit_side_len = max(long_side, _MIN_SIDE)
            found = detector(image)
            if found.boxes is None or len(found.boxes) == 0:
                return []
            quads = [_quad(points) for points in found.boxes]
            crops = self._engine.crop_text_regions(image, found.boxes)
            if spare is None:
                return _lines(quads, self._recognise(crops))
            later = [_LONG * image.shape[1] < around(quad).width for quad in quads]
            read = [n for n, late in enumerate(later) if not late]
            texts = dict(zip(read, self._recognise([crops[n] for n in read]), strict=True))
            seen = _lines([quads[n] for n in read], [texts[n] for n in read])
            left = [n for n, late in enumerate(later) if late]
            spared = spare(seen, [quads[n] for n in left])
            left = [n for n, one in zip(left, spared, strict=True) if not one]
            texts |= zip(left, self._recognise([crops[n] for n in left]), strict=True)
            kept = sorted(texts)
            return _lines([quads[n] for n in kept], [texts[n] for n in kept])

    def read_crops(self, crops: Sequence[Rgb]) -> list[SeenText]:
        """Read crops that hold one line each, with the confidence and place of each character."""
        with self._running():
            return self._recognise(crops)

    @contextmanager
    def _running(self) -> Iterator[None]:
        """Count the time, and translate what the engine raises."""
        start = time.perf_counter()
        try:
            yield
        except (MemoryError, UploadError):
            raise
        except Exception as e:
            if "bad_alloc" in str(e) or "nsufficient memory" in str(e):
                raise MemoryError from e
            raise UploadError(
                Problem(
                    "E-ENGINE",
                    "识别引擎处理此页时出错；请人工查看。",
                    f"The reading engine failed on this page ({type(e).__name__}); look at it.",
                )
            ) from e
        finally:
            self._seconds += time.perf_counter() - start

    def _recognise(self, crops: Sequence[Rgb]) -> list[SeenText]:
        if not crops:
            return []
        from rapidocr.ch_ppocr_rec import TextRecInput  # noqa: PLC0415  loaded with the engine

        asked = TextRecInput(img=list(crops), return_word_box=True)
        read = self._engine.text_rec(asked)
        return [
            _seen(str(text), float(score), info)
            for text, score, info in zip(read.txts, read.scores, read.word_results, strict=True)
        ]


def _lines(quads: Sequence[Quad], texts: Sequence[SeenText]) -> list[SeenLine]:
    return [
        SeenLine(seen.text, quad, seen.confidence, seen.sure, seen.places)
        for seen, quad in zip(texts, quads, strict=True)
        if seen.text.strip()
    ]


def _seen(text: str, confidence: float, info: Any) -> SeenText:
    """A line with what the decoder tells of its characters; a blank stands where the one before it does."""
    sure = tuple(round(float(value), 3) for value in info.confs)
    columns = iter([column for word in info.word_cols for column in word])
    length = max(float(info.line_txt_len), 1.0)
    places: list[float] = []
    for char in text:
        blank = char.isspace()
        last = places[-1] if places else 0.0
        places.append(last if blank else round((next(columns, 0) + 0.5) / length, 4))
    return SeenText(text, confidence, sure, tuple(places))


def _quad(points: Any) -> Quad:
    a, b, c, d = ((int(x), int(y)) for x, y in points)
    return (a, b, c, d)
