"""What pages need of a published batch, without its list of every file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from evidence import codec
from evidence.cases import ReviewArea, RuleText
from evidence.register import PatentLookup
from review.desk.models import Batch
from review.desk.templatetags.desk import say

_KEPT = 64
"""Batches whose content a process keeps at hand."""


@dataclass(frozen=True, slots=True)
class BatchContent:
    """Part of a PublishedBatch (evidence.cases), read from the same JSON."""

    notice_number: str
    rules: tuple[RuleText, ...] = ()
    lookups: tuple[PatentLookup, ...] = ()
    areas: tuple[ReviewArea, ...] = ()

    def rule(self, rule: str) -> RuleText | None:
        """The rule of that id; None where the batch was judged without it."""
        return next((one for one in self.rules if one.id == rule), None)

    def title(self, rule: str) -> str:
        """What the rule is called, in the reader's language where the notice has it."""
        text = self.rule(rule)
        return say(text.title, text.title_en or text.title) if text else ""


def content_of(batch: str, published_at: dt.datetime, run: str) -> BatchContent:
    """The content of a batch as that run published it. Raises Batch.DoesNotExist, DataError."""
    return _content(batch, published_at, run)


@lru_cache(maxsize=_KEPT)
def _content(
    batch: str,
    published_at: dt.datetime,  # noqa: ARG001  another publication is another content
    run: str,  # noqa: ARG001  the same
) -> BatchContent:
    text = Batch.objects.values_list("content", flat=True).get(pk=batch)
    return codec.decode(BatchContent, text)
