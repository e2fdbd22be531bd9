"""The register: every official record by patent number, contradictions kept."""

from __future__ import annotations

from collections.abc import Iterable

from evidence.codec import encode
from evidence.errors import NormalFormError
from evidence.patent_numbers import parse_patent_number
from evidence.register import OfficialRecord, RecordSource
from verifiers.cnipa.files import append_records, load_records
from verifiers.cnipa.values import comparable

__all__ = ["PatentRegister", "append_records", "load_records", "number_key"]

_COMPARED = (
    "patent_type",
    "title",
    "application_date",
    "grant_date",
    "grant_number",
    "inventors",
    "patentees",
)


class PatentRegister:
    """Official records by patent number. Order of input never matters."""

    def __init__(self, records: Iterable[OfficialRecord] = ()) -> None:
        # The same record may arrive twice, from a batch and from an earlier import.
        unique = {encode(OfficialRecord, record): record for record in records}
        self._by_number: dict[str, list[OfficialRecord]] = {}
        for _, record in sorted(unique.items()):
            key = number_key(record.patent_number)
            if key is not None:
                self._by_number.setdefault(key, []).append(record)

    def lookup(self, patent_number: str) -> tuple[OfficialRecord, ...]:
        """Every record of that patent, whoever brought it; empty where there is none."""
        key = number_key(patent_number)
        return tuple(self._by_number.get(key, ())) if key is not None else ()

    def contradictions(
        self, patent_number: str, sources: Iterable[RecordSource]
    ) -> tuple[str, ...]:
        """The fields in which records of these sources differ; empty values say nothing."""
        chosen = set(sources)
        records = [record for record in self.lookup(patent_number) if record.source in chosen]
        found = []
        for name in _COMPARED:
            shown = {comparable(record, name) for record in records}
            if len(shown - {""}) > 1:
                found.append(name)
        return tuple(found)

    def __len__(self) -> int:
        return sum(map(len, self._by_number.values()))


def number_key(patent_number: str) -> str | None:
    """The digits without check digit: exports print none. None where it is no patent number."""
    try:
        return parse_patent_number(patent_number).digits
    except NormalFormError:
        return None
