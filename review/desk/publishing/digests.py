"""What the record keeps of a publication: one digest of its applicants, cases and items."""

from __future__ import annotations

import hashlib

from review.desk.models import Applicant, Batch, Item

PUBLISHED = "batch.published"
"""The action whose detail holds `published_digest` as `digest`."""
WITHDRAWN = "item.withdrawn"
RESTORED = "item.restored"
"""The actions that tell that an item is not asked for any more, and asked for again."""


def digest_of(data: bytes | memoryview) -> str:
    """Of one packed case."""
    return hashlib.sha256(data).hexdigest()


def published_digest(batch: Batch) -> str:
    """Of whom the batch has now, with their cases, and of its items: only publishing adds any."""
    whole = hashlib.sha256()
    applicants = Applicant.objects.filter(batch=batch, gone=False)
    for one in sorted(applicants.values_list("number", "digest")):
        whole.update(f"{one}\n".encode())
    items = Item.objects.filter(batch=batch)
    for item in items.order_by("pk").values_list("pk", "applicant_id", "kind", "claim").iterator():
        whole.update(f"{item}\n".encode())
    return whole.hexdigest()
