"""What the review desk hands to the pipeline, and the progress the pipeline tells it.

Both sides meet in folders: the desk writes below the inbox, the pipeline below the state
folder, each file whole (written under a temporary name and renamed).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from evidence.register import OfficialRecord

OFFICIAL = "_official"
"""Folder below the inbox in which the desk leaves official results, one folder each."""
OFFICIAL_FILE = "result.json"
"""The OfficialResult of such a folder; it is written last, after the screenshot."""
CNIPA_FILES = "_cnipa"
"""Folder below the inbox into which folders and zips of CNIPA's results are dropped."""
BROUGHT_FILE = "import.json"
"""In such a folder of the desk's: a BroughtFiles, written before the marker."""
PROGRESS = "progress"
"""Folder below the state folder with one `<batch>.json` (a Progress) a batch."""


@dataclass(frozen=True, slots=True)
class OfficialResult:
    """What a reviewer saw on CNIPA's site and typed in (附件1 第九条), with the screenshot.

    `record.source` is reviewer; `screenshot` is the file's name beside this record;
    `sha256` is that of its bytes; `entered_by` is the account, `entered_at` with zone.
    """

    record: OfficialRecord
    screenshot: str
    sha256: str
    entered_by: str
    entered_at: dt.datetime


@dataclass(frozen=True, slots=True)
class BroughtFiles:
    """Who brought the printouts and exports in a folder: the account, and when, with zone."""

    brought_by: str
    brought_at: dt.datetime


class Stage(StrEnum):
    """How far a batch has come."""

    TAKEN = "taken"
    """Opened and dealt into shards."""
    READING = "reading"
    JUDGED = "judged"
    """Every shard of it is read and checked; the batch as a whole is next."""
    PUBLISHED = "published"
    """Its items are in the desk's queue and its rosters are written."""
    FAILED = "failed"
    """A run failed; nothing is lost, and running again goes on from there."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch has come: pages read of pages known, over all its shards.

    `message_zh` and `message_en` say what went wrong where the stage is failed; `run` is the
    id of the Dagster run at work.
    """

    batch: str
    stage: Stage
    at: dt.datetime
    files: int = 0
    applicants: int = 0
    pages_done: int = 0
    pages_known: int = 0
    shards_done: int = 0
    shards: int = 0
    run: str = ""
    message_zh: str = ""
    message_en: str = ""
