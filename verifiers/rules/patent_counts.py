"""二(四)6(5): how many patents of which type are enough. Source: 附件1第九条, facts §1."""

from __future__ import annotations

from collections.abc import Iterable

from evidence.patent_numbers import PatentType
from verifiers.notices.notice import Thresholds


def needed(kind: PatentType, limits: Thresholds) -> int | None:
    """How many patents of a type are enough; None for designs, which never count."""
    wanted = {
        PatentType.INVENTION: limits.inventions,
        PatentType.UTILITY_MODEL: limits.utility_models,
    }
    return wanted.get(kind)


def enough(kinds: Iterable[PatentType], limits: Thresholds) -> bool:
    """Whether so many different patents are enough; the types are never added together."""
    held = list(kinds)
    return any(
        wanted is not None and held.count(kind) >= wanted
        for kind in PatentType
        for wanted in [needed(kind, limits)]
    )
