"""Which engine should run the reader's models?

    python -m benchmarks.engines ENGINE FOLDER

ENGINE is `onnxruntime`, `openvino` (as it sets itself up) or `openvino-f32`; OpenVINO is no
dependency: install it in an environment of its own. FOLDER holds page sets, as
`fixtures.generator.pages` and `benchmarks.reading --work` make them; the first page of ten
files of each is read once, as a first look does. Prints CPU seconds, peak memory, and the
lines for comparison (`--lines OUT`). `--data-mib` sets the workers' memory limit.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from evidence.errors import UploadError
from extractors.intake.types import media_type
from extractors.reading import channels
from extractors.reading.images import Rgb, scaled
from extractors.reading.render import render_page
from extractors.reading.settings import MIB, ReadingSettings, StoredFile

_LONG_SIDE = 960
_WORK_SIDE = 3000
_FILES = 10


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=("onnxruntime", "openvino", "openvino-f32"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data-mib", type=int, default=0, help="RLIMIT_DATA; 0 for none")
    parser.add_argument("--lines", type=Path, help="write the lines read, as JSON")
    chosen = parser.parse_args()
    if chosen.data_mib:
        resource.setrlimit(resource.RLIMIT_DATA, (chosen.data_mib * MIB, chosen.data_mib * MIB))
    cv2.setNumThreads(1)
    engine = _engine(chosen.engine)
    lines: dict[str, list[str]] = {}
    finding = reading = 0.0
    for name, page in _pages(chosen.folder):
        start = time.process_time()
        engine.text_det.limit_side_len = _LONG_SIDE
        found = engine.text_det(page)
        found_at = time.process_time()
        if found.boxes is not None and len(found.boxes):
            read = engine.recognize_txt(list(engine.crop_text_regions(page, found.boxes)))
            lines[name] = list(read.txts)
        finding += found_at - start
        reading += time.process_time() - found_at
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"pages with lines, lines     {len(lines)}, {sum(map(len, lines.values()))}")
    print(f"CPU seconds finding         {finding:.1f}")
    print(f"CPU seconds reading         {reading:.1f}")
    print(f"peak memory, MiB            {peak:.0f}")
    if chosen.lines:
        chosen.lines.write_text(json.dumps(lines, ensure_ascii=False, indent=0))


def _pages(folder: Path) -> Iterator[tuple[str, Rgb]]:
    for files in sorted(folder.glob("**/files")):
        for path in sorted(files.iterdir())[:_FILES]:
            data = path.read_bytes()
            stored = StoredFile("", path, media_type(data[:4096], data[-4096:]))
            try:
                page = render_page(stored, 1, ReadingSettings()).image
            except UploadError:
                continue
            factor = min(1.0, _WORK_SIDE / max(page.shape[:2]))
            yield f"{files.parent.name}/{path.name}", channels.no_seal(scaled(page, factor))


def _engine(name: str) -> Any:
    from rapidocr import EngineType, RapidOCR  # noqa: PLC0415  after the memory limit is set

    if name == "openvino-f32":
        configs = import_module("rapidocr.inference_engine.openvino.device_config").CPUConfig
        usual = configs.get_config
        configs.get_config = lambda self: {**usual(self), "INFERENCE_PRECISION_HINT": "f32"}
    kind = EngineType.ONNXRUNTIME if name == "onnxruntime" else EngineType.OPENVINO
    models = Path(import_module("rapidocr").__file__ or "").parent / "models"
    engine = RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "error",
            "Det.limit_type": "max",
            "Det.engine_type": kind,
            "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
            "Rec.engine_type": kind,
            "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "EngineConfig.openvino.inference_num_threads": 1,
            "EngineConfig.openvino.num_streams": 1,
        }
    )
    blank = np.full((64, 64, 3), 255, np.uint8)
    engine(blank, use_det=True, use_rec=False)
    engine(blank, use_det=False, use_rec=True)
    return engine


if __name__ == "__main__":
    main()
