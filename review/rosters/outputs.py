"""Writes all files of a finished batch (batch-format, "What comes out")."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from evidence.dossiers import Dossier
from evidence.findings import Verdict
from evidence.register import PatentLookup
from evidence.uploads import UploadOutcome
from review.rosters.atomic import write_whole
from review.rosters.flagged_xlsx import flagged_workbook
from review.rosters.heading import BatchRun
from review.rosters.lookup_list import of_batch
from review.rosters.lookups_csv import lookups_csv
from review.rosters.lookups_xlsx import lookups_workbook
from review.rosters.people import Named, by_application, rosters_of
from review.rosters.press import typeset_into
from review.rosters.roster_pdf import roster_manuscript
from review.rosters.roster_xlsx import roster_workbook
from review.rosters.tables_csv import uploads_csv
from review.rosters.typesetting import Manuscript
from review.rosters.verdicts_json import verdicts_json_parts


def write_outputs(
    out: Path,
    run: BatchRun,
    dossiers: Iterable[Dossier],
    verdicts: Collection[Verdict],
    outcomes: Iterable[UploadOutcome],
    lookups: Iterable[PatentLookup],
) -> list[Path]:
    """Write the batch's files into `out` and return their paths.

    Everything is made before anything is written, but for verdicts.json, which is written as
    it is made; each file replaces its older self in one step: a failure leaves the files of
    the run before. Dossiers and verdicts are gone through one by one, so that they may be read
    from files that are larger than memory.

    Raises DataError (`E-ROSTER-PEOPLE`) where applicants and verdicts do not
    correspond, MachineError (`E-FONT`, `E-PAPER`, `E-OUTPUT-WRITE`).
    """
    listed, ordered = of_batch(run.batch, lookups), by_application(verdicts)
    contents: dict[str, bytes | Iterable[bytes]] = {
        "verdicts.json": verdicts_json_parts(run, ordered),
        "uploads.csv": uploads_csv(outcomes),
        "patent_lookups.csv": lookups_csv(listed),
        "patent_lookups.xlsx": lookups_workbook(listed, run.batch, run.file_date),
    }
    people: dict[str, Named] = {}
    papers: dict[str, Future[IO[bytes]]] = {}
    # The papers are set by processes of their own while the workbooks are made here, and lie in
    # files: with hundreds of units they are larger than all the rest.
    with ExitStack() as files, ThreadPoolExecutor() as presses:
        for roster in rosters_of(run, _noted(dossiers, people), verdicts):
            manuscript = roster_manuscript(run, roster)
            papers[f"rosters/{roster.title}.pdf"] = presses.submit(_set, manuscript, files)
            contents[f"rosters/{roster.title}.xlsx"] = roster_workbook(run, roster)
        contents["flagged_items.xlsx"] = flagged_workbook(run, people, ordered)
        contents |= {name: paper.result() for name, paper in papers.items()}
        return [write_whole(out / name, content) for name, content in contents.items()]


def _set(manuscript: Manuscript, files: ExitStack) -> IO[bytes]:
    """The manuscript as PDF in a file that is gone with the others."""
    file = files.enter_context(tempfile.TemporaryFile())  # noqa: SIM115  the stack closes it
    typeset_into(manuscript, file)
    file.seek(0)
    return file


def _noted(dossiers: Iterable[Dossier], people: dict[str, Named]) -> Iterator[Dossier]:
    """The dossiers as they come; who they are of is kept in `people`."""
    for dossier in dossiers:
        people[dossier.id] = Named.of(dossier)
        yield dossier
