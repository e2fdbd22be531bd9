"""Both sides of the boundaries in time and place: S3, P4, P5, P6, U1."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from benchmarks.safety_cases.candidates import SHANGHAI, Candidate
from benchmarks.safety_cases.changes import Change, Edit, Harm, declared, words
from benchmarks.safety_cases.papers import paper
from benchmarks.safety_cases.people import date, identity
from evidence.dates import PartialDate
from evidence.documents import DocumentKind
from evidence.uploads import UploadStatus

DOUBT, NONE = Harm.DOUBT, Harm.NONE
FIRST, MAN, WOMAN = words("一级"), words("一级 man"), words("一级 woman")
UTC = dt.UTC


def born(day: str) -> Edit:
    """Was born on this day, in the declaration and in the identity number."""

    def run(candidate: Candidate) -> Candidate | None:
        if candidate.application is None:
            return None
        birth = dt.date.fromisoformat(day)
        sex = candidate.application.sex
        changed = replace(
            candidate.application,
            birth=PartialDate(birth.year, birth.month),
            id_number=identity("410702", birth, 153, sex),
        )
        return replace(candidate, application=changed)

    return run


def received(*moment: int, zone: dt.tzinfo = SHANGHAI) -> Edit:
    """The batch came in at this moment."""
    year, month, day, hour, minute = moment
    at = dt.datetime(year, month, day, hour, minute, tzinfo=zone)
    return lambda candidate: replace(candidate, received=at)


def _never_received(candidate: Candidate) -> Candidate | None:
    return replace(candidate, received=None)


def submitted(*moment: int, zone: dt.tzinfo | None = SHANGHAI) -> Edit:
    """The registration was handed in at this moment."""
    year, month, day, hour, minute = moment
    return declared(submitted=dt.datetime(year, month, day, hour, minute, tzinfo=zone))


def shown(start: str, end: str) -> Edit:
    """The publicity ran from start to end; empty is blank."""
    return declared(
        publicity_start=date(start) if start else None, publicity_end=date(end) if end else None
    )


def upload(status: UploadStatus, name: str = "补充材料.pdf") -> Edit:
    """One more upload ended in this status."""
    return lambda candidate: replace(candidate, statuses={**candidate.statuses, name: status})


def _other_document(candidate: Candidate) -> Candidate | None:
    more = paper(candidate.id, "工作照.jpg", DocumentKind.OTHER, {})
    return replace(candidate, papers={**candidate.papers, "工作照.jpg": more})


def _reversed(candidate: Candidate) -> Candidate | None:
    papers = dict(reversed(candidate.papers.items()))
    # equal as a mapping: a status that says what is true anyway makes it another value
    statuses = {**candidate.statuses, next(iter(papers)): UploadStatus.READ}
    return replace(candidate, papers=papers, statuses=statuses)


SHORT = (
    # 4 to 6 April are off, Sunday 7 April is worked; the first day does not count
    ("2024-03-22", "2024-03-28", DOUBT, "4 days, 5 with the first"),
    ("2024-03-22", "2024-03-27", Harm.CONTRADICTION, "3 days, 4 with the first"),
    ("2024-03-23", "2024-03-28", Harm.CONTRADICTION, "4 days from a Saturday"),
    ("2024-03-29", "2024-04-07", DOUBT, "4 days over 清明, 5 with the first"),
    ("2024-03-29", "2024-04-06", Harm.CONTRADICTION, "3 days over 清明"),
    ("2024-04-01", "2024-04-07", Harm.CONTRADICTION, "3 days over 清明, 4 with the first"),
    ("2024-04-01", "2024-04-08", DOUBT, "4 days over 清明, 5 with the first, until Monday"),
    ("2024-04-02", "2024-04-08", Harm.CONTRADICTION, "5 weekdays of which two are off"),
    ("2024-03-29", "2024-03-22", Harm.CONTRADICTION, "ends before it starts"),
    ("2024-03-22", "2024-03-22", Harm.CONTRADICTION, "one day"),
    ("", "2024-03-29", DOUBT, "no start"),
    ("2024-03-22", "", DOUBT, "no end"),
    ("", "", DOUBT, "no dates"),
    ("2024-03", "2024-03-29", DOUBT, "start without a day"),
    ("2024-03", "2024-04", DOUBT, "months only"),
    ("2024-03-25", "2024-04-25", DOUBT, "ends after the batch came in"),
)
ENOUGH = (
    ("2024-03-22", "2024-03-29"),
    ("2024-03-23", "2024-03-29"),
    ("2024-03-28", "2024-04-07"),
    ("2024-03-29", "2024-04-08"),
    ("2024-04-01", "2024-04-09"),
    ("2024-04-03", "2024-04-11"),
    ("2024-04-05", "2024-04-11"),
    ("2024-03-18", "2024-03-25"),
)
TRAPS = (
    Change("S3", "man of 60 on the day of the notice", born("1964-03-15"), wants=MAN),
    Change("S3", "man of 60 long before", born("1961-08-02"), wants=MAN),
    Change("S3", "woman of 50 on the day of the notice", born("1974-03-15"), DOUBT, WOMAN),
    Change("S3", "woman of 54", born("1969-06-02"), DOUBT, WOMAN),
    Change("S3", "woman of 55 on the day of the notice", born("1969-03-15"), wants=WOMAN),
    Change("S3", "retired on the day of the notice", declared(retired=date("2024-03-15"))),
    Change("S3", "retired before", declared(retired=date("2023-12"))),
    Change("S3", "retired some day of March 2024", declared(retired=date("2024-03")), DOUBT),
    Change("S3", "retired some day of 2024", declared(retired=date("2024")), DOUBT),
    *(
        Change("P4", f"publicity {start or 'blank'} to {end or 'blank'}: {why}", shown(start, end),
               harm, FIRST)
        for start, end, harm, why in SHORT
    ),
    *(
        Change("P5", f"region {region or 'blank'}", declared(region=region), DOUBT)
        for region in ("", "郑州市金水区", "安阳市", "林州市", "河北省邯郸市", "红旗县")
    ),
    Change("P6", "registered after 5 April 24:00", submitted(2024, 4, 6, 0, 1)),
    Change("P6", "registered after 5 April 24:00, in another zone",
           submitted(2024, 4, 5, 16, 30, zone=UTC)),
    Change("P6", "registered after 5 April 24:00, no zone", submitted(2024, 4, 6, 0, 1, zone=None)),
    Change("P6", "registered before 21 March", submitted(2024, 3, 20, 23, 59), DOUBT),
    Change("P6", "batch after 15 April 24:00", received(2024, 4, 16, 0, 1), DOUBT),
    Change("P6", "batch after 15 April 24:00, in another zone",
           received(2024, 4, 15, 16, 30, zone=UTC), DOUBT),
    Change("P6", "batch before 21 March", received(2024, 3, 20, 23, 59), DOUBT, bars=FIRST),
    Change("P6", "moment of the batch unknown", _never_received, DOUBT),
    Change("U1", "an unreadable upload", upload(UploadStatus.UNREADABLE), DOUBT),
    Change("U1", "an upload of an unsupported type", upload(UploadStatus.UNSUPPORTED, "材料.ofd"), DOUBT),
    Change("U1", "a refused upload", upload(UploadStatus.REFUSED, "压缩包.zip"), DOUBT),
    Change("U1", "an upload read in part", upload(UploadStatus.PARTLY_READ, "合并.pdf"), DOUBT),
)  # fmt: skip
"""Each breaks one rule."""

PERMITTED = (
    Change("S3", "man of 60 the day after the notice", born("1964-03-16"), NONE, MAN),
    Change("S3", "woman of 50 the day after the notice", born("1974-03-16"), NONE, WOMAN),
    Change("S3", "retires the day after the notice", declared(retired=date("2024-03-16")), NONE),
    Change("S3", "retires at the end of the year", declared(retired=date("2024-12")), NONE),
    *(
        Change("P4", f"publicity {start} to {end}", shown(start, end), NONE, FIRST)
        for start, end in ENOUGH
    ),
    *(
        Change("P5", f"region {region}", declared(region=region), NONE)
        for region in ("新乡市市直", "省直", "中央驻新", "新乡市红旗区", "长垣市", "新乡市新乡县")
    ),
    *(
        Change("S1", f"category {category}", declared(category=category), NONE)
        for category in ("工勤", "工人", "聘用工", "")
    ),
    Change("P6", "registered in the first minute", submitted(2024, 3, 21, 0, 0), NONE),
    Change("P6", "registered in the last minute", submitted(2024, 4, 5, 23, 59), NONE),
    Change("P6", "registered in the last minute, in another zone",
           submitted(2024, 4, 5, 15, 59, zone=UTC), NONE),
    Change("P6", "registered in the last minute, no zone",
           submitted(2024, 4, 5, 23, 59, zone=None), NONE),
    Change("P6", "batch in the last minute", received(2024, 4, 15, 23, 59), NONE),
    Change("P6", "batch in the last minute, in another zone",
           received(2024, 4, 15, 15, 59, zone=UTC), NONE),
    Change("U1", "a paper that concerns no rule", _other_document, NONE),
    Change("U1", "the same papers in another order", _reversed, NONE),
)  # fmt: skip
"""Each stays on the right side of a boundary."""
