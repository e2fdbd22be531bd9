"""The sample batch, read once: its tables, its files, what was read and found in them."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from evidence.documents import Document
from evidence.uploads import Upload
from extractors.reading.page import recipe_version
from pipeline.home import Home, repository
from pipeline.stages.reading import reading_settings
from pipeline.stored_records import stored_records

FOLDER = repository() / "fixtures" / "sample" / "xinxiang-2024-001"
_SHARD = f"{FOLDER.name}-s001"


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows by 申报编号, uploads by 申报编号, and the documents found in them."""

    home: Home
    applications: dict[str, dict[str, str]]
    claims: dict[str, list[dict[str, str]]]
    uploads: dict[str, list[Upload]]
    documents: dict[str, list[Document]]


def home_in(folder: Path) -> Home:
    """An installation in a folder of its own."""
    return Home(folder / "state", folder / "inbox", folder / "out")


def environment(home: Home, **more: str) -> dict[str, str]:
    """The variables by which a process of ours works on that installation."""
    return os.environ | {
        "HEYAN_HOME": str(home.state),
        "HEYAN_INBOX": str(home.inbox),
        "HEYAN_OUT": str(home.out),
        "DAGSTER_HOME": str(repository()),
        "PYTHONPATH": str(repository()),
        **more,
    }


def heyan(*arguments: str) -> list[str]:
    """The command line, of the code that stands here."""
    return [sys.executable, "-m", "pipeline.cli", *arguments]


def read_sample(folder: Path) -> Sample:
    """The sample as an installation in `folder` read it; read now where it has not yet, as it is read now."""
    home, read_by = home_in(folder), folder / "recipe"
    recipe = recipe_version(reading_settings())
    if not read_by.exists() or read_by.read_text() != recipe:
        subprocess.run(
            heyan("run", str(FOLDER), "--json"),
            env=environment(home),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        read_by.write_text(recipe)
    uploads: dict[str, list[Upload]] = {}
    for upload in stored_records(home, "uploads", _SHARD, Upload):
        if upload.applicant:
            uploads.setdefault(upload.applicant, []).append(upload)
    documents: dict[str, list[Document]] = {}
    owner = {one.path: name for name, own in uploads.items() for one in own}
    for document in stored_records(home, "documents", _SHARD, Document):
        if document.upload in owner:
            documents.setdefault(owner[document.upload], []).append(document)
    claims: dict[str, list[dict[str, str]]] = {}
    for row in rows("claims.csv"):
        claims.setdefault(row["申报编号"], []).append(row)
    applications = {row["申报编号"]: row for row in rows("applications.csv")}
    return Sample(home, applications, claims, uploads, documents)


def rows(table: str) -> list[dict[str, str]]:
    """The rows of one of the sample's tables."""
    with (FOLDER / table).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
