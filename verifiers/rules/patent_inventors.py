"""Two lists of inventors: how they differ, and where the applicant stands in either.

The order of inventors is their rank (名次), so that a changed order is a difference of its own.
Source: 二(四)6(5); facts §2 on 发明人变更 and 申请日时发明人.
"""

from __future__ import annotations

from collections.abc import Sequence

from evidence.documents import Document
from evidence.findings import Result
from evidence.register import OfficialRecord
from verifiers.cnipa.superseding import standing
from verifiers.rules.case import Case
from verifiers.rules.checks import Check
from verifiers.rules.fields import certain, places_of
from verifiers.rules.patent_fields import plain_names, sure_of
from verifiers.rules.people import looks_like


def list_difference(read: Sequence[str], shown: Sequence[str]) -> tuple[str, dict[str, str]]:
    """The sentence for how two lists that differ do so, and what it needs beside them."""
    ours, theirs = plain_names(read), plain_names(shown)
    if sorted(ours) == sorted(theirs):
        return "A9.inventor_order", {}
    left_out = [name for name, plain in zip(read, ours, strict=True) if plain not in theirs]
    added = [name for name, plain in zip(shown, theirs, strict=True) if plain not in ours]
    if theirs == [name for name in ours if name in theirs]:
        return "A9.inventor_missing", {"names": "、".join(left_out)}
    if ours == [name for name in theirs if name in ours]:
        return "A9.inventor_added", {"names": "、".join(added)}
    unlike = [n for n, (one, two) in enumerate(zip(ours, theirs, strict=False)) if one != two]
    if len(ours) == len(theirs) and len(unlike) == 1:
        place = unlike[0]
        names = {"place": str(place + 1), "one": read[place], "other": shown[place]}
        return "A9.inventor_name", names
    return "A9.record_differs", {}


def rank_checks(
    case: Case, records: Sequence[OfficialRecord], certificate: Document
) -> list[Check]:
    """The applicant's place on the certificate, in the records, at filing and in older records."""
    checks = []
    now = standing(records, "inventors")
    for record in records:
        if record.inventors:
            key = "A9.record_rank" if record in now else "A9.former_rank"
            checks += _elsewhere(case, record, certificate, record.inventors, key)
        if record.inventors_at_filing:
            names = record.inventors_at_filing
            checks += _elsewhere(case, record, certificate, names, "A9.rank_at_filing")
            checks += _at_filing(record, certificate)
    return checks


def _elsewhere(
    case: Case, record: OfficialRecord, certificate: Document, names: Sequence[str], key: str
) -> list[Check]:
    """A list in which the applicant stands elsewhere than on the certificate, or not at all."""
    fields = certificate.all("inventor")
    printed = _places([field.value for field in fields], case.application.name)
    listed = _places(names, case.application.name)
    if not printed or printed == listed:
        return []
    sure = sure_of(record, "inventors") and all(map(certain, fields))
    result = Result.MISMATCH if sure and key == "A9.record_rank" else Result.UNSURE
    (read, read_en), (found, found_en) = _ranks(printed), _ranks(listed)
    values = {"names": "、".join(names), "declared_en": read_en, "found_en": found_en}
    where = (*places_of(certificate, fields), record.place)
    return [Check(result, key, read, found, where, values=values)]


def _at_filing(record: OfficialRecord, certificate: Document) -> list[Check]:
    """申请日时发明人 on certificate and record are of one day and must be the same."""
    fields = certificate.all("inventor_at_filing")
    read, shown = [field.value for field in fields], record.inventors_at_filing
    if not fields or plain_names(read) == plain_names(shown):
        return []
    sure = all(map(certain, fields)) and sure_of(record, "inventors_at_filing")
    result = Result.MISMATCH if sure else Result.UNSURE
    where = (*places_of(certificate, fields), record.place)
    return [Check(result, "A9.at_filing_differs", "、".join(read), "、".join(shown), where)]


def _places(names: Sequence[str], applicant: str) -> list[int]:
    return [n for n, name in enumerate(names, 1) if looks_like(name, applicant)]


def _ranks(places: list[int]) -> tuple[str, str]:
    """The applicant's places in a list, in Chinese and English."""
    if not places:
        return "没有列名", "not listed"
    return "排" + "、".join(f"第{n}" for n in places), f"no. {', '.join(map(str, places))}"
