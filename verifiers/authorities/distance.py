"""Edit distance with a limit, for suggestions only."""

from __future__ import annotations


def edit_distance(one: str, two: str, limit: int) -> int:
    """Insertions, deletions and replacements that make `two` of `one`; `limit` + 1 where more."""
    if abs(len(one) - len(two)) > limit:
        return limit + 1
    before = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(two, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
        if min(row) > limit:
            return limit + 1
        before = row
    return before[-1]
