"""Which fields of the real CNIPA pages are read, one by one?

    python -m benchmarks.read_real FOLDER [--work DIR]

The folder holds private scans with their truth.jsonl (benchmarks.real_set) and is no part
of the project; without it the benchmark says so and ends. Prints every field of every page
that is no certificate with what was read, then the counts and the CPU a page costs.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks.reading import contend
from benchmarks.real_set import real_set


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", type=Path, help="keep readings here")
    chosen = parser.parse_args()
    folder = chosen.folder.resolve()
    if not (folder / "truth.jsonl").is_file():
        print(f"skipped: no truth.jsonl in {folder}")
        return
    truths = [truth for truth in real_set(folder) if truth["traits"] == ["cnipa_page"]]
    with tempfile.TemporaryDirectory() as temporary:
        work = (chosen.work or Path(temporary)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        result = contend("heyan", folder, truths, work, work / "cache" / "pages", workers=1)
    for one in result.score.fields:
        mark = "read" if one.right else "CERTAIN" if one.certain_error else "missed"
        doubt = f" ({one.doubt})" if one.doubt else ""
        print(f"{mark:8}{one.file} {one.name}: {list(one.expected)} -> {list(one.read)}{doubt}")
    right = sum(one.right for one in result.score.fields)
    wrong = sum(one.certain_error for one in result.score.fields)
    print(f"kinds {result.score.kinds}; taken for a patent {result.score.taken_for_patents}")
    print(f"fields {right}/{len(result.score.fields)}, wrong but certain {wrong}")
    if result.pages:
        print(f"{result.cpu_seconds / result.pages:.1f} CPU s a page, {result.pages} read")


if __name__ == "__main__":
    main()
