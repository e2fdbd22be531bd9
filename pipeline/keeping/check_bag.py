"""Checks this bag without Heyan: python3 data/verify.py [--key record.secret].

1. every file is there and has the SHA-256 of the bag's manifests, and no other file is in data/;
2. every original has the SHA-256 under which it was handed in (data/originals.csv);
3. the events of data/record.jsonl are in order, and neighbours hold each other's link;
4. decisions, corrections and typed-in results (data/decisions.json) are as the record tells;
5. with the key of the installation (the file desk/record.secret): the link of each event is the
   HMAC-SHA256 of what it says.

Needs Python 3.8 or later and nothing else. Exit status: 0 everything holds, 1 something does not.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import hmac
import json
import re
import sys
from pathlib import Path
from typing import Any

BAG = Path(__file__).resolve().parent.parent
CONTENT = ("seq", "at", "actor", "action", "subject", "batch", "detail", "before")


def sha256(path: Path) -> str:
    """The SHA-256 of a file; empty where it is not there."""
    if not path.is_file():
        return ""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(1 << 20), b""):
            digest.update(chunk)
    return digest.hexdigest()


def manifests() -> list[str]:
    """Files that are not as the bag's manifests say."""
    wrong: list[str] = []
    listed = set()
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for line in (BAG / manifest).read_text(encoding="utf-8").splitlines():
            digest, name = re.split(r"\s+", line, maxsplit=1)
            listed.add(name)
            if sha256(BAG / name) != digest:
                wrong.append(f"{name}: not as in {manifest}")
    there = (
        path.relative_to(BAG).as_posix() for path in (BAG / "data").rglob("*") if path.is_file()
    )
    return wrong + [f"{name}: in no manifest" for name in there if name not in listed]


def originals() -> list[str]:
    """Originals that are not the ones that were handed in."""
    table = BAG / "data" / "originals.csv"
    if not table.is_file():
        return []
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["sha256"]]
    return [
        f"{row['file']}: not the original {row['path']}"
        for row in rows
        if sha256(BAG / "data" / row["file"]) != row["sha256"]
    ]


def record(key: bytes) -> list[str]:
    """Events out of order, without their neighbour's link, or not hashed with that key."""
    wrong: list[str] = []
    last: dict[str, Any] | None = None
    for event in events():
        number = event["seq"]
        if last and number <= last["seq"]:
            wrong.append(f"event {number}: out of order")
        if last and number == last["seq"] + 1 and event["before"] != last["link"]:
            wrong.append(f"event {number}: does not follow event {last['seq']}")
        content = json.dumps(
            [event[name] for name in CONTENT], ensure_ascii=False, separators=(",", ":")
        )
        link = hmac.new(key, content.encode(), hashlib.sha256).hexdigest()
        if key and not hmac.compare_digest(link, event["link"]):
            wrong.append(f"event {number}: its link is not that of its content")
        last = event
    return wrong


def decisions() -> list[str]:
    """What people did and the record tells otherwise, or not at all."""
    path = BAG / "data" / "decisions.json"
    if not path.is_file():
        return []
    work = json.loads(path.read_text(encoding="utf-8"))
    rows = [row for item in work["items"] for row in item["decisions"]]
    told = {event["subject"]: json.loads(event["detail"]) for event in events()}
    return [
        f"{row['subject']}: not as the record tells"
        for row in rows + work["corrections"] + work["official"]
        if told.get(row["subject"]) != {k: v for k, v in row.items() if k not in ("subject", "by")}
    ]


def events() -> list[dict[str, Any]]:
    """The events of the record that are in the bag."""
    lines = (BAG / "data" / "record.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def main() -> int:
    """Check, say what is wrong; 1 where anything is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--key", type=Path, help="the installation's file desk/record.secret")
    chosen = parser.parse_args()
    key = chosen.key.read_text(encoding="utf-8").strip().encode() if chosen.key else b""
    wrong = manifests() + originals() + record(key) + decisions()
    for one in wrong:
        sys.stdout.write(f"WRONG {one}\n")
    links = "every link of the record checked" if key else "links of the record not checked: no key"
    sys.stdout.write(f"{len(wrong)} wrong; {links}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
