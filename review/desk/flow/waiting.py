"""Items that wait for more material (需补充材料): what happens once their day has passed."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from review.desk.models import Item
from review.desk.models.items import State
from review.desk.record.chain import PIPELINE, Entry, append_events


def wake_due(now: dt.datetime) -> int:
    """Open the items whose due day passed; how many there were.

    Each goes on at the stage and in the round where it waited. The due day itself still
    counts. With nothing due this is one look into a small index and writes nothing.
    """
    late = Item.objects.filter(state=State.WAITING, due__lt=timezone.localdate(now))
    if not late.exists():
        return 0
    with transaction.atomic():
        # What another process is waking at this moment is left to it.
        items = list(late.select_for_update(skip_locked=True, no_key=True).order_by("pk"))
        entries = [
            Entry("item.due", PIPELINE, f"item/{one.pk}", one.batch_id, {"due": str(one.due)})
            for one in items
        ]
        for one in items:
            one.state, one.due, one.opened_at = State.OPEN, None, now
            one.version += 1
        Item.objects.bulk_update(items, ["state", "due", "opened_at", "version"], batch_size=500)
        append_events(entries, at=now)
    return len(items)
