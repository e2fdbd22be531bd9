"""Every address of the desk; each part names its own."""

from __future__ import annotations

from review.desk.batches import urls as batches
from review.desk.case import urls as case
from review.desk.item import urls as item
from review.desk.people import urls as people
from review.desk.quality import urls as quality
from review.desk.queue import urls as queue
from review.desk.record import urls as record
from review.desk.results import urls as results
from review.desk.serving import urls as serving

urlpatterns = [
    *people.urls,
    *batches.urls,
    *queue.urls,
    *item.urls,
    *case.urls,
    *serving.urls,
    *results.urls,
    *quality.urls,
    *record.urls,
]
