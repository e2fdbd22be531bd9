"""Addresses of this part of the desk, each with the action it takes."""

from __future__ import annotations

from review.desk.access.guard import route
from review.desk.access.roles import Action
from review.desk.queue.listing import queue_page
from review.desk.queue.next_item import next_item
from review.desk.queue.saved import remove_filter, rename_filter, saved_filters

urls = [
    route("queue/", queue_page, Action.QUEUE_VIEW, "queue"),
    route("queue/next/", next_item, Action.ITEM_TAKE, "next-item"),
    route("queue/filters/", saved_filters, Action.QUEUE_VIEW, "saved-filters"),
    route(
        "queue/filters/<int:filter_id>/rename/", rename_filter, Action.QUEUE_VIEW, "rename-filter"
    ),
    route(
        "queue/filters/<int:filter_id>/remove/", remove_filter, Action.QUEUE_VIEW, "remove-filter"
    ),
]
