"""Does a batch that nobody tuned for come out right?

    python -m benchmarks.verdicts --split report --seed 5 --applicants 30
    python -m benchmarks.verdicts FOLDER --fields

FOLDER is a batch with expected.json (and truth.jsonl) beside it, as the
generator writes them; without one a random batch is made. `heyan run` reads
it in a home of its own. Exit status 1 where anybody passed who should not.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Record = Mapping[str, Any]

_ROOT = Path(__file__).resolve().parent.parent
_PROVEN = ("match", "attested")


def main() -> int:
    """Run the batch, compare, print; 1 where there is a false pass."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="a batch made before")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--split", choices=("tune", "report", "all"), default="report")
    parser.add_argument("--applicants", type=int, default=30)
    parser.add_argument("--home", type=Path, help="keep readings here, to run again sooner")
    parser.add_argument("--fields", action="store_true", help="compare documents with the truth")
    parser.add_argument("--misses", action="store_true", help="print every field read otherwise")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        batch = chosen.folder or _generated(work / "batch", chosen)
        home = (chosen.home or work / "home").resolve()
        start = time.perf_counter()
        verdicts = _run(batch, work / "out", home)
        print(f"seconds              {time.perf_counter() - start:.0f}")
        expected = json.loads((batch.parent / "expected.json").read_text())
        false_passes = _show_outcomes(verdicts["applications"], expected["applications"])
        if chosen.fields or chosen.misses:
            _show_fields(batch, home, misses=chosen.misses)
    return 1 if false_passes else 0


def _generated(folder: Path, chosen: argparse.Namespace) -> Path:
    command = [sys.executable, "-m", "fixtures.generator", str(folder)]
    for option in ("seed", "split", "applicants"):
        command += [f"--{option}", str(getattr(chosen, option))]
    subprocess.run(command, check=True, cwd=_ROOT)
    return next(path for path in folder.iterdir() if path.is_dir())


def _heyan(home: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *arguments],
        check=True,
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"HEYAN_HOME": str(home)},
    )
    return done.stdout


def _run(batch: Path, out: Path, home: Path) -> dict[str, Any]:
    home.mkdir(parents=True, exist_ok=True)
    _heyan(home, "run", str(batch.resolve()), "--out", str(out))
    verdicts: dict[str, Any] = json.loads((out / "verdicts.json").read_text())
    return verdicts


def _show_outcomes(found: Sequence[Record], expected: Sequence[Record]) -> int:
    """Print the figures and every wrong outcome; the number of false passes."""
    verdicts = {one["id"]: one for one in found}
    wrong: dict[str, list[str]] = {"false pass": [], "false on-site": [], "other finding": []}
    for case in expected:
        verdict = verdicts[case["id"]]
        name = f"{case['id']} {case['reason']}"
        if verdict["outcome"] != case["outcome"]:
            kind = "false pass" if verdict["outcome"] == "pass" else "false on-site"
            wrong[kind].append("\n        ".join([name, *_bearing(verdict)]))
        seen = {(f["rule"], f["claim"], f["result"]) for f in verdict["findings"]}
        for one in case["findings"]:
            if (one["rule"], one["claim"], one["result"]) not in seen:
                got = {f["result"] for f in verdict["findings"] if f["rule"] == one["rule"]}
                wrong["other finding"].append(
                    f"{name}: expected {one['rule']} {one['result']}, found {sorted(got)}"
                )
    genuine = sum(case["outcome"] == "pass" for case in expected)
    right = len(expected) - len(wrong["false pass"]) - len(wrong["false on-site"])
    print(f"applicants           {len(expected)}, genuine {genuine}")
    print(f"right outcomes       {right}")
    print(f"false passes         {len(wrong['false pass'])}")
    print(f"false on-sites       {len(wrong['false on-site'])}")
    for kind, cases in wrong.items():
        for one in cases:
            print(f"    {kind}: {one}")
    return len(wrong["false pass"])


def _bearing(verdict: Record) -> Iterator[str]:
    """The findings that sent the applicant on-site."""
    for one in verdict["findings"]:
        if one["bears"] and one["result"] not in _PROVEN:
            yield f"{one['rule']} {one['result']}: {one['explanation']}"


def _show_fields(batch: Path, home: Path, *, misses: bool) -> None:
    """Exact matches per kind and field; a document that was not found misses all of its."""
    truths = [json.loads(line) for line in (batch.parent / "truth.jsonl").read_text().splitlines()]
    truths = [one for one in truths if one["documents"]]
    files = [str((batch / one["file"]).resolve()) for one in truths]
    lines = _heyan(home, "read", "--json", *files).splitlines()
    results = [json.loads(line) for line in lines if line.startswith("{")]
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for truth, result in zip(truths, results, strict=True):
        for wanted in truth["documents"]:
            found = _counterpart(wanted, result["documents"])
            for name, stated in wanted["fields"].items():
                fields = found.get(name, [])
                values = _normal(name, stated)
                read = _normal(name, [field["value"] for field in fields])
                count = counts[wanted["kind"], name]
                count[0] += read == values
                count[1] += 1
                sure = bool(read) and all(field["certainty"] == "certain" for field in fields)
                count[2] += sure and read != values
                if misses and read != values:
                    print(f"    {truth['file']} {name}: expected {values}, read {read}")
    print(f"{'field':44} {'exact':>9} {'%':>6} {'certain errors':>15}")
    for (kind, name), (right, total, errors) in sorted(counts.items()):
        label = f"{kind}: {name}"
        print(f"{label:44} {right:>4}/{total:<4} {100 * right / total:>6.1f} {errors:>15}")


def _normal(name: str, values: Sequence[str]) -> list[str]:
    """Values in one width; seals in any order, for they stand side by side."""
    plain = [unicodedata.normalize("NFKC", value) for value in values]
    return sorted(plain) if name == "seal_text" else plain


def _counterpart(wanted: Record, documents: Sequence[Record]) -> dict[str, Any]:
    """The fields of the document of that kind that begins on the same page."""
    for one in documents:
        if one["kind"] == wanted["kind"] and one["pages"][:1] == wanted["pages"][:1]:
            return dict(one["fields"])
    return {}


if __name__ == "__main__":
    sys.exit(main())
