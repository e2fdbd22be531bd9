"""Real scans as a page set. They are private and no part of this project.

The folder holds scans and a truth.jsonl: one object a file with `file`, `kind`
and `truth`, named as those who labelled them named things. Here they get the
form and the names of the generated sets.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.scoring import Record

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
_OFFICE_PAPER = {
    "application_number": "application_number",
    "application_date": "application_date",
    "publication_number": "publication_number",
    "publication_date": "publication_date",
    "dispatch_date": "dispatch_date",
    "dispatch_number": "dispatch_number",
    "case_number": "case_number",
    "title": "title",
    "applicant": "applicant",
    "inventors": "inventor",
    "agency": "agency",
    "ipc": "ipc",
    "issuer": "issuer",
}
_WITHOUT_DOT = re.compile(r"(?<=^[0-9]{12})(?=[0-9X]$)")
_TYPES = {"发明专利": "invention", "实用新型专利": "utility_model", "外观设计专利": "design"}
_PAPER_TYPES = {"发明专利": "invention", "实用新型": "utility_model", "外观设计": "design"}
_RANK = re.compile(r"[特一二三]等奖|第(?P<n>[一二三四五六七八九十])名|[金银铜]奖|优秀奖")
_STATE = re.compile(r"^中华人民共和国(?=国家知识产权局$)")


def real_set(folder: Path) -> list[Record]:
    """The truth of every real scan below `folder`, in the form of the generated sets."""
    lines = (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    return [_truth(json.loads(line)) for line in lines]


def _truth(line: Record) -> Record:
    kind = line["kind"]
    # No page in the real set is a search result: what CNIPA sends or lists otherwise is other.
    ours = kind if kind in ("patent_certificate", "award_certificate") else "other"
    truths = line["truth"].get("list_rows") or [line["truth"]]
    told = [
        dict(_office_paper(one) if kind == "cnipa_page" else _fields(ours, one)) for one in truths
    ]
    documents = [{"kind": ours, "pages": [1], "fields": fields} for fields in told]
    return {"file": line["file"], "pages": 1, "documents": documents, "traits": [kind]}


def _office_paper(truth: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The fields of a notice, a publication or a list of hearings, as they are read."""
    for theirs, ours in _OFFICE_PAPER.items():
        value = truth.get(theirs)
        if value:
            given = value if isinstance(value, list) else [value]
            dotted = ours == "application_number"
            yield ours, [_WITHOUT_DOT.sub(".", one) if dotted else one for one in given]
    if truth.get("type") in _PAPER_TYPES:
        yield "patent_type", [_PAPER_TYPES[truth["type"]]]


def _fields(kind: str, truth: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    names = {"patent_certificate": _PATENT, "award_certificate": _AWARD}.get(kind, {})
    for theirs, ours in names.items():
        value = truth.get(theirs)
        if value:
            given = value if isinstance(value, list) else [value]
            yield ours, [_STATE.sub("", one) if ours == "issuer" else one for one in given]
    if kind == "patent_certificate" and truth["type"] in _TYPES:
        yield "patent_type", [_TYPES[truth["type"]]]
    if kind == "award_certificate" and truth.get("rank"):
        rank = _RANK.search(truth["rank"])
        if rank is None:
            yield "honour", [truth["rank"]]
        else:
            number = "一二三四五六七八九十".find(rank["n"] or "-") + 1
            yield "rank", [f"第{number}名" if rank["n"] else rank[0]]
