"""Addresses of this part of the desk, each with the action it takes."""

from __future__ import annotations

from review.desk.access.guard import route
from review.desk.access.roles import Action
from review.desk.item.deciding import decide_item, reopen_item
from review.desk.item.drafts import draft
from review.desk.item.holding import heartbeat, release_item, take_item
from review.desk.item.looking import history, item_page

urls = [
    route("items/<int:item>/", item_page, Action.ITEM_VIEW, "item"),
    route("items/<int:item>/history/", history, Action.ITEM_VIEW, "item-history"),
    route("items/<int:item>/take/", take_item, Action.ITEM_TAKE, "take"),
    route("items/<int:item>/heartbeat/", heartbeat, Action.ITEM_TAKE, "heartbeat"),
    route("items/<int:item>/release/", release_item, Action.ITEM_TAKE, "release"),
    route("items/<int:item>/draft/", draft, Action.ITEM_TAKE, "draft"),
    route("items/<int:item>/decide/", decide_item, Action.ITEM_TAKE, "decide"),
    route("items/<int:item>/reopen/", reopen_item, Action.ITEM_TAKE, "reopen"),
]
