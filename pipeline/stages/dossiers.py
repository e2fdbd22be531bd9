"""One applicant's records brought together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evidence.applications import Application
from evidence.documents import Document
from evidence.dossiers import Dossier
from evidence.uploads import UploadOutcome
from pipeline.batches import BatchEntry


@dataclass(frozen=True, slots=True)
class BatchEvidence:
    """What the rules look at, by shard."""

    applications: Mapping[str, list[Application]]
    outcomes: Mapping[str, list[UploadOutcome]]
    documents: Mapping[str, list[Document]]

    def dossiers(self, entry: BatchEntry) -> Iterator[Dossier]:
        """The dossiers of a whole batch, in the order of its applicants, shard by shard."""
        for shard in entry.shards:
            yield from self.dossiers_of_shard(entry, shard)

    def dossiers_of_shard(self, entry: BatchEntry, shard: str) -> list[Dossier]:
        """A dossier for each applicant of the shard.

        One who declared nothing gets one too: nobody who uploaded something
        is left without a verdict.
        """
        declared = {application.id: application for application in self.applications[shard]}
        outcomes, documents = self.outcomes[shard], self.documents[shard]
        owner = {outcome.upload.path: outcome.upload.applicant for outcome in outcomes}
        return [
            Dossier(
                applicant,
                declared.get(applicant),
                tuple(o for o in outcomes if o.upload.applicant == applicant),
                tuple(d for d in documents if owner.get(d.upload) == applicant),
            )
            for applicant in entry.shards[shard].applicants
        ]

    def all_outcomes(self, entry: BatchEntry) -> list[UploadOutcome]:
        """Every file of the batch once, by path; cnipa/ is in every shard."""
        by_path = {o.upload.path: o for shard in entry.shards for o in self.outcomes[shard]}
        return [by_path[path] for path in sorted(by_path)]
