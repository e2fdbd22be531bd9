"""Keeps for a few seconds what took long to count.

Only numbers over LARGE are kept, where nobody sees a difference of a few: with fewer items
a count costs nothing, and every page says what is there at that moment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import cache

from review.desk.models import Person

LARGE = 2000
Counted = TypeVar("Counted")


def kept(
    person: Person,
    what: str,
    count: Callable[[], Counted],
    size: Callable[[Counted], int],
    *,
    seconds: int = 10,
    personal: bool = False,
) -> Counted:
    """What `count` gives, or gave for the same `what` and the same regions a few seconds ago.

    `size` says how many items went into it; `personal` that it is another for each person.
    """
    scope = [sorted(person.regions), person.pk if personal else None, what]
    key = "queue-" + hashlib.sha256(repr(scope).encode()).hexdigest()
    before = cache.get(key)
    if before is not None:
        return cast("Counted", before)
    counted = count()
    if size(counted) > LARGE:
        cache.set(key, counted, seconds)
    return counted
