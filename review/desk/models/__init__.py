"""The desk's tables, one file a subject."""

from review.desk.models.applicants import Applicant, CaseFile
from review.desk.models.batches import Batch
from review.desk.models.decisions import Correction, Decision, Draft, OfficialEntry
from review.desk.models.filters import SavedFilter
from review.desk.models.items import Item, ItemRule
from review.desk.models.people import Person
from review.desk.models.record import Event, RecordHead
from review.desk.models.regions import CountyOffice
from review.desk.models.uploads import IncomingBatch, IncomingFile

__all__ = [
    "Applicant",
    "Batch",
    "CaseFile",
    "Correction",
    "CountyOffice",
    "Decision",
    "Draft",
    "Event",
    "IncomingBatch",
    "IncomingFile",
    "Item",
    "ItemRule",
    "OfficialEntry",
    "Person",
    "RecordHead",
    "SavedFilter",
]
