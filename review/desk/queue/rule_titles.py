"""What each rule is called, as the batch was published with it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from functools import lru_cache

from review.desk.models import Batch
from review.desk.templatetags.desk import speaks_english

Titles = Mapping[str, str]


def titles_of(batches: Iterable[str]) -> dict[str, Titles]:
    """The titles by rule id, for each of these batches, in the reader's language."""
    published = Batch.objects.filter(key__in=set(batches)).values_list("key", "published_at")
    return {key: _titles(key, at, speaks_english()) for key, at in published}


def newest_titles() -> Titles:
    """The titles of the batch that was published last; none where there is no batch."""
    newest = Batch.objects.order_by("-published_at").values_list("key", "published_at").first()
    return _titles(*newest, speaks_english()) if newest else {}


@lru_cache(maxsize=256)
def _titles(
    key: str,
    published_at: dt.datetime,  # noqa: ARG001  a new one, a new content
    english: bool,
) -> Titles:
    """A batch's content is long: it is read once a publication."""
    content = json.loads(Batch.objects.values_list("content", flat=True).get(pk=key))
    return {
        rule["id"]: (english and rule.get("title_en")) or rule["title"] for rule in content["rules"]
    }
