"""What of a shard is out of date, and why: one answer for the daemon and for `heyan plan`.

An asset is out of date where it rests on other versions than there are now, where an input was
computed after it was read and came out otherwise, or where it was never computed though others were. It is
asked of what is there, not of what was heard: a change that came while the daemon was off, a run
that failed and a batch that the command line judged meanwhile all come out right, and what a plan
says before is what a sensor does after.

`uploads` and `readings` are never computed again by themselves: reading a season takes days, and
an upgrade must not start that by surprise. Whoever wants it runs the batch, or starts a backfill;
pages whose readings are of the recipe already are not read again. Judging takes a second a shard,
is free of risk, and is always done at once: nobody's verdict may rest on rules that are gone.
Extraction stands between and goes with judging, because it works on stored readings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipeline.batches import BatchEntry
from pipeline.file_versions import NOTICE, Foundations
from pipeline.planning.foundations import RECIPE, RESTS_ON, RESULTS, tag_of
from pipeline.planning.history import History

BY_HAND = ("uploads", "readings")
"""Assets that only an operator has computed again."""
INPUTS: Mapping[str, tuple[str, ...]] = {
    "uploads": (),
    "readings": ("uploads",),
    "upload_outcomes": ("uploads", "readings"),
    "page_images": ("uploads", "readings"),
    "documents": ("uploads", "readings"),
    "applications": ("uploads", "documents"),
    "patent_register": ("uploads", "documents", "applications"),
    "findings": ("applications", "upload_outcomes", "documents", "patent_register"),
}
"""The assets of a shard in the order in which they are computed, and what each is made of."""


class Why(StrEnum):
    """In which way an asset is out of date."""

    VERSION = "version"
    INPUT = "input"
    CODE = "code_version"
    MISSING = "missing"


_UNREAD = frozenset({Why.INPUT, Why.MISSING})


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an asset is out of date: `of` is what it rests on or is made of.

    The versions are those that it was computed by (empty where it does not say) and those now.
    """

    asset: str
    why: Why
    of: str
    before: str = ""
    now: str = ""

    @property
    def by_hand(self) -> bool:
        """Whether only an operator has it computed again."""
        return self.asset in BY_HAND


@dataclass(frozen=True, slots=True)
class ShardState:
    """A shard and what of it is out of date; `unfinished` was never judged at all."""

    key: str
    reasons: tuple[Reason, ...] = ()
    unfinished: bool = False

    @property
    def unread(self) -> bool:
        """Whether other files wait to be read, which only an operator has done."""
        return any(one.by_hand and one.why in _UNREAD for one in self.reasons)

    @property
    def waits(self) -> bool:
        """Whether the findings are not those of now: no list is made of old and new ones."""
        return bool(self.stale) or self.unread

    @property
    def stale(self) -> tuple[str, ...]:
        """The assets that are computed again without anybody's asking, in order.

        None where other files wait to be read: half of what was handed in judges nobody.
        """
        if self.unfinished or self.unread:
            return ()
        stale = {reason.asset for reason in self.reasons if not reason.by_hand}
        return tuple(asset for asset in INPUTS if asset in stale)

    @property
    def perhaps(self) -> tuple[str, ...]:
        """The assets that follow where those come out otherwise than before."""
        reached = set(self.stale)
        for asset, inputs in INPUTS.items():
            if reached & set(inputs):
                reached.add(asset)
        return tuple(one for one in INPUTS if one in reached and one not in self.stale)


@dataclass(frozen=True, slots=True)
class Now:
    """What there is now: versions of files, of what reads, of the imported results by shard."""

    files: Foundations
    recipe: str
    results: Mapping[str, str]
    code_versions: Mapping[str, str]

    def version(self, name: str, entry: BatchEntry, shard: str) -> str:
        """The version of something that results rest on."""
        if name == RECIPE:
            return self.recipe
        return self.results[shard] if name == RESULTS else self.files.version(name, entry)


def shard_state(history: History, entry: BatchEntry, shard: str, now: Now) -> ShardState:
    """What of the shard is out of date."""
    if not history.latest("findings").get(shard):
        return ShardState(shard, unfinished=True)
    reasons = [one for asset in INPUTS for one in _reasons(history, entry, shard, asset, now)]
    return ShardState(shard, tuple(reasons))


def _reasons(
    history: History, entry: BatchEntry, shard: str, asset: str, now: Now
) -> Iterator[Reason]:
    if not history.latest(asset).get(shard):
        yield Reason(asset, Why.MISSING, asset)
        return
    tags = history.tags(asset, shard)
    for name in RESTS_ON.get(asset, ()):
        notice = now.files.notice_of(entry)
        before, wanted = tags.get(tag_of(name, notice), ""), now.version(name, entry, shard)
        if before != wanted:
            yield Reason(asset, Why.VERSION, notice if name == NOTICE else name, before, wanted)
    before, wanted = history.code_version(asset, shard), now.code_versions[asset]
    if before != wanted:
        yield Reason(asset, Why.CODE, asset, before, wanted)
    for one in INPUTS[asset]:
        if history.changed_since(one, shard, history.looked(asset, shard)):
            yield Reason(asset, Why.INPUT, one)
