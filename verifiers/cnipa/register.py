"""The register: every official record by patent number, contradictions kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from evidence.codec import encode
from evidence.errors import NormalFormError
from evidence.patent_numbers import parse_patent_number
from evidence.register import OfficialRecord, RecordSource, record_identity
from verifiers.cnipa.files import append_records, load_records
from verifiers.cnipa.superseding import standing
from verifiers.cnipa.values import comparable

__all__ = ["COMPARED", "PatentRegister", "append_records", "load_records", "number_key"]

COMPARED = (
    "patent_type",
    "title",
    "application_date",
    "grant_date",
    "grant_number",
    "inventors",
    "patentees",
)
"""The fields in which records may contradict one another."""


class PatentRegister:
    """Official records by patent number. Order of input never matters.

    `withdrawn` are the identities (`record_identity`) of records that were taken back: they
    are known and carry nothing.
    """

    def __init__(
        self, records: Iterable[OfficialRecord] = (), withdrawn: Collection[str] = frozenset()
    ) -> None:
        # The same record may arrive twice, from a batch and from an earlier import.
        unique = {encode(OfficialRecord, record): record for record in records}
        self._by_number: dict[str, list[OfficialRecord]] = {}
        self._withdrawn: dict[str, list[OfficialRecord]] = {}
        for _, record in sorted(unique.items()):
            key = number_key(record.patent_number)
            taken_back = withdrawn and record_identity(record) in withdrawn
            if key is not None:
                kept = self._withdrawn if taken_back else self._by_number
                kept.setdefault(key, []).append(record)

    def lookup(self, patent_number: str) -> tuple[OfficialRecord, ...]:
        """Every record of that patent, whoever brought it; empty where there is none."""
        return _of(self._by_number, patent_number)

    def withdrawn(self, patent_number: str) -> tuple[OfficialRecord, ...]:
        """The records of that patent that were taken back."""
        return _of(self._withdrawn, patent_number)

    def contradictions(
        self, patent_number: str, sources: Iterable[RecordSource]
    ) -> tuple[str, ...]:
        """The fields in which records of these sources differ and none is surely the later one.

        Empty values say nothing. What may supersede what: `verifiers.cnipa.superseding`.
        """
        chosen = set(sources)
        records = [record for record in self.lookup(patent_number) if record.source in chosen]
        found = []
        for name in COMPARED:
            shown = {comparable(record, name) for record in standing(records, name)}
            if len(shown - {""}) > 1:
                found.append(name)
        return tuple(found)

    def __len__(self) -> int:
        """Records that carry something, without those taken back."""
        return sum(map(len, self._by_number.values()))


def number_key(patent_number: str) -> str | None:
    """The digits without check digit: exports print none. None where it is no patent number."""
    try:
        return parse_patent_number(patent_number).digits
    except NormalFormError:
        return None


def _of(records: dict[str, list[OfficialRecord]], patent_number: str) -> tuple[OfficialRecord, ...]:
    key = number_key(patent_number)
    return tuple(records.get(key, ())) if key is not None else ()
