"""What became of the evidence since somebody decided: the findings then and now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Reduced = Mapping[str, Any]
"""A finding as `publishing.wanted.evidence_of` keeps it beside a decision."""

VALUES = ("declared", "found", "required")


@dataclass(frozen=True, slots=True)
class Change:
    """One rule whose finding is another now; `before` or `now` is None where there is none.

    `values` are the names among VALUES that differ; `new_files` are the paths that are new, or
    of other bytes, `gone_files` those that the finding no longer points at. `opened` and
    `settled` are the values of comparisons behind the shown one that do not hold now, or did
    not then: what was declared, what was found.
    """

    rule: str
    claim: int | None
    before: Reduced | None
    now: Reduced | None
    values: tuple[str, ...] = ()
    new_files: tuple[str, ...] = ()
    gone_files: tuple[str, ...] = ()
    opened: tuple[tuple[str, str], ...] = ()
    settled: tuple[tuple[str, str], ...] = ()

    @property
    def result_changed(self) -> bool:
        """Whether the comparison ends otherwise than before."""
        return (
            self.before is not None
            and self.now is not None
            and self.before["result"] != self.now["result"]
        )


def changes_since(seen: Sequence[Reduced], present: Sequence[Reduced]) -> list[Change]:
    """The differences between the findings seen at a decision and those of now, by rule.

    Of several findings of one rule about one claim, those that are equal belong together
    first, and the rest in their order.
    """
    then, now = _by_rule(seen), _by_rule(present)
    changes = []
    for rule, claim in sorted(then.keys() | now.keys(), key=lambda key: (key[1] or 0, key[0])):
        before, after = then.get((rule, claim), []), now.get((rule, claim), [])
        kept = [one for one in before if one in after]
        before = [one for one in before if one not in kept]
        after = [one for one in after if one not in kept]
        for number in range(max(len(before), len(after))):
            old = before[number] if number < len(before) else None
            new = after[number] if number < len(after) else None
            changes.append(_change(rule, claim, old, new))
    return changes


def _by_rule(findings: Iterable[Reduced]) -> dict[tuple[str, int | None], list[Reduced]]:
    groups: dict[tuple[str, int | None], list[Reduced]] = {}
    for one in findings:
        groups.setdefault((one["rule"], one["claim"]), []).append(_plain(one))
    return groups


def _plain(finding: Reduced) -> Reduced:
    """The finding as JSON gives it back: a decision's was stored, today's is fresh."""
    return {
        **finding,
        "files": sorted([path, digest] for path, digest in finding["files"]),
        "open": [list(one) for one in finding.get("open", ())],
    }


def _change(rule: str, claim: int | None, before: Reduced | None, now: Reduced | None) -> Change:
    if before is None or now is None:
        return Change(rule, claim, before, now)
    opened = _only_in(now, before)
    old = dict(before["files"])
    new = dict(now["files"])
    return Change(
        rule,
        claim,
        before,
        now,
        values=tuple(name for name in VALUES if before[name] != now[name]),
        new_files=tuple(path for path, digest in new.items() if old.get(path) != digest),
        gone_files=tuple(path for path in old if path not in new),
        opened=opened,
        settled=tuple(one for one in _only_in(before, now) if one not in opened),
    )


def _only_in(one: Reduced, other: Reduced) -> tuple[tuple[str, str], ...]:
    """The comparisons that only one of them has open, but for the one that it shows itself."""
    shown = one["declared"], one["found"]
    pairs = [
        (comparison[2], comparison[3])
        for comparison in one["open"]
        if comparison not in other["open"]
    ]
    return tuple(pair for pair in dict.fromkeys(pairs) if pair != shown)
