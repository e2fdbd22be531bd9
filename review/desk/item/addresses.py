"""Addresses of item pages, each leading back to the queue it was opened from."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from review.desk.queue.filters import QueueFilter


def item_page_address(item: int, within: str, after: int | None = None) -> str:
    """The page of an item; `within` is the queue's query, `after` the item decided just before."""
    query = {"in": QueueFilter.of(within).query}
    if after is not None:
        query["after"] = str(after)
    return f"{reverse('item', args=[item])}?{urlencode(query)}"


def queue_address(within: str) -> str:
    """The queue under that query."""
    return f"{reverse('queue')}?{QueueFilter.of(within).query}"
