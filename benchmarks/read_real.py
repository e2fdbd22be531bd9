"""How well are real scans read? Exact matches per kind and field, and certain errors.

    python -m benchmarks.read_real FOLDER        or HEYAN_REAL=FOLDER

FOLDER holds scans and a truth.jsonl: one object a file with `file`, `kind` and
`truth`. Real scans are private and no part of this project: without a folder
the benchmark says so and ends well.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_PATENT = {
    "patent_number": "patent_number",
    "certificate_number": "certificate_number",
    "title": "title",
    "inventors": "inventor",
    "inventors_at_filing": "inventor_at_filing",
    "patentee": "patentee",
    "application_date": "application_date",
    "grant_date": "grant_date",
    "publication_number": "grant_number",
    "issuer": "issuer",
}
_AWARD = {
    "issuers": "issuer",
    "recipient": "recipient",
    "award": "contest",
    "date": "date",
    "certificate_number": "certificate_number",
}
_TYPES = {"发明专利": "invention", "实用新型专利": "utility_model", "外观设计专利": "design"}
_RANK = re.compile(r"[特一二三]等奖|第(?P<n>[一二三四五六七八九十])名|[金银铜]奖|优秀奖")
_ISSUING_BODIES = re.compile(r"^中华人民共和国(?=国家知识产权局$)")


@dataclass(slots=True)
class Tally:
    """Exact matches of one field, and errors that were called certain."""

    right: int = 0
    total: int = 0
    certain: int = 0
    certain_errors: int = 0
    missed: list[str] = field(default_factory=list)


def main() -> int:
    """Read every file once, compare, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=os.environ.get("HEYAN_REAL"))
    parser.add_argument("--misses", action="store_true", help="print every miss")
    chosen = parser.parse_args()
    if chosen.folder is None or not (Path(chosen.folder) / "truth.jsonl").is_file():
        print("skipped: no folder of real scans (argument or HEYAN_REAL)")
        return 0
    folder = Path(chosen.folder)
    truths = [json.loads(line) for line in (folder / "truth.jsonl").read_text().splitlines()]
    tallies: dict[str, Tally] = defaultdict(Tally)
    for truth, result in zip(truths, _read([folder / t["file"] for t in truths]), strict=True):
        _compare(truth, result, tallies)
    _show(tallies, misses=chosen.misses)
    return 0


def _read(files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """What `heyan read --json` says of each file, in order."""
    heyan = [sys.executable, "-m", "pipeline.cli"]
    command = [*heyan, "read", "--json", *(str(file.resolve()) for file in files)]
    home = Path(__file__).resolve().parent.parent
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=home)
    yield from (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))


def _compare(
    truth: Mapping[str, Any], result: Mapping[str, Any], tallies: dict[str, Tally]
) -> None:
    kind = truth["kind"]
    # No page in the real set is a search result: what CNIPA sends or lists otherwise is other.
    wanted = kind if kind in ("patent_certificate", "award_certificate") else "other"
    kinds = [document["kind"] for document in result["documents"]]
    _count(tallies[f"{kind}: kind"], [wanted], kinds, [], truth["file"])
    fields: dict[str, Any] = next(
        (d["fields"] for d in result["documents"] if d["kind"] == wanted), {}
    )
    for name, expected in _expected(kind, truth["truth"]):
        found = fields.get(name, [])
        values = [_normal(name, one["value"]) for one in found]
        certainties = [one["certainty"] for one in found]
        _count(tallies[f"{kind}: {name}"], expected, values, certainties, truth["file"])


def _expected(kind: str, truth: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    names = {"patent_certificate": _PATENT, "award_certificate": _AWARD}.get(kind, {})
    for theirs, ours in names.items():
        value = truth.get(theirs)
        if value:
            given = value if isinstance(value, list) else [value]
            yield ours, [_normal(ours, one) for one in given]
    if kind == "patent_certificate" and truth["type"] in _TYPES:
        yield "patent_type", [_TYPES[truth["type"]]]
    if kind == "award_certificate" and truth.get("rank"):
        ours = "rank" if _RANK.search(truth["rank"]) else "honour"
        yield ours, [_normal(ours, truth["rank"])]


def _normal(name: str, value: str) -> str:
    """The normal form of batch-format, made without the code under test."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", value))
    if name == "issuer":
        text = _ISSUING_BODIES.sub("", text)
    if name in ("honour", "contest"):
        text = re.sub(r"[“”\"]|(?:荣誉)?称号$", "", text)
    if name == "rank":
        match = _RANK.search(text)
        if match and match["n"]:
            return f"第{'一二三四五六七八九十'.index(match['n']) + 1}名"
    return text


def _count(
    tally: Tally, expected: list[str], found: list[str], certainties: list[str], file: str
) -> None:
    certain = bool(certainties) and set(certainties) == {"certain"}
    tally.total += 1
    if expected == found:
        tally.right += 1
        tally.certain += certain
    else:
        tally.certain_errors += certain
        tally.missed.append(f"{file}: expected {expected}, read {found}")


def _show(tallies: Mapping[str, Tally], *, misses: bool) -> None:
    print(f"{'field':42} {'exact':>9} {'%':>6} {'certain':>8} {'certain errors':>15}")
    for name, tally in tallies.items():
        share = 100 * tally.right / tally.total
        print(
            f"{name:42} {tally.right:>4}/{tally.total:<4} {share:>6.1f} "
            f"{tally.certain:>8} {tally.certain_errors:>15}"
        )
        if misses:
            for miss in tally.missed:
                print(f"    {miss}")


if __name__ == "__main__":
    sys.exit(main())
