"""Writes all files of a finished batch (batch-format, "What comes out")."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from evidence.dossiers import Dossier
from evidence.findings import Verdict
from evidence.register import PatentLookup
from evidence.uploads import UploadOutcome
from review.rosters.atomic import write_whole
from review.rosters.flagged_xlsx import flagged_workbook
from review.rosters.fonts import find_fonts
from review.rosters.heading import BatchRun
from review.rosters.lookup_list import of_batch
from review.rosters.lookups_csv import lookups_csv
from review.rosters.lookups_xlsx import lookups_workbook
from review.rosters.people import rosters_of
from review.rosters.roster_pdf import roster_pdf
from review.rosters.roster_xlsx import roster_workbook
from review.rosters.tables_csv import uploads_csv
from review.rosters.verdicts_json import verdicts_json


def write_outputs(
    out: Path,
    run: BatchRun,
    dossiers: Sequence[Dossier],
    verdicts: Sequence[Verdict],
    outcomes: Iterable[UploadOutcome],
    lookups: Iterable[PatentLookup],
) -> list[Path]:
    """Write the batch's files into `out` and return their paths.

    Everything is made before anything is written, and each file replaces its
    older self in one step: a failure leaves the files of the run before.

    Raises DataError (`E-ROSTER-PEOPLE`) where applicants and verdicts do not
    correspond, MachineError (`E-FONT`, `E-OUTPUT-WRITE`).
    """
    fonts = find_fonts()
    listed = of_batch(run.batch, lookups)
    contents = {
        "verdicts.json": verdicts_json(run, verdicts),
        "uploads.csv": uploads_csv(outcomes),
        "patent_lookups.csv": lookups_csv(listed),
        "patent_lookups.xlsx": lookups_workbook(listed, run.batch, run.file_date),
    }
    for roster in rosters_of(run, dossiers, verdicts):
        contents[f"rosters/{roster.title}.xlsx"] = roster_workbook(run, roster)
        contents[f"rosters/{roster.title}.pdf"] = roster_pdf(run, roster, fonts)
    contents["flagged_items.xlsx"] = flagged_workbook(
        run, {dossier.id: dossier for dossier in dossiers}, verdicts
    )
    return [write_whole(out / name, content) for name, content in contents.items()]
