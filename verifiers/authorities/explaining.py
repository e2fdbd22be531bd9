"""Everything that the register and the grammar have to say of one name."""

from __future__ import annotations

from dataclasses import dataclass

from evidence.dates import PartialDate
from evidence.findings import Result
from verifiers.authorities.entries import Source
from verifiers.authorities.grammar import Body
from verifiers.authorities.kinds import BodyKind
from verifiers.authorities.matching import (
    Authorities,
    AuthorityMatch,
    Listed,
    MatchStatus,
    NameForm,
)
from verifiers.authorities.names import normal_name


@dataclass(frozen=True, slots=True)
class Explanation:
    """A name explained; `listed` is empty where the register does not have it.

    `body` is None where the name is not understood as a whole; `no_body` then
    says what it is instead (an honour, a site), where that is known.
    """

    name: str
    normal: str
    on: PartialDate | None
    match: AuthorityMatch
    listed: tuple[Listed, ...]
    body: Body | None
    no_body: BodyKind | None
    nearest: tuple[str, ...]

    @property
    def kind(self) -> BodyKind | None:
        """What sort of body it is, or what else."""
        return self.body.kind if self.body else self.no_body

    @property
    def items(self) -> tuple[int, ...]:
        """The items n of (四)6.(n) for which it surely counts."""
        entry = self.match.entry
        sure = self.match.status is MatchStatus.EXACT and entry is not None
        return tuple(sorted(entry.counts_for)) if sure and entry else ()

    @property
    def decision(self) -> Result:
        """Match where it counts for an item, mismatch where it clearly does not, else unsure."""
        if self.match.status is MatchStatus.EXACT:
            return Result.MATCH if self.items else Result.MISMATCH
        excluded = self.match.excluded_by
        return excluded.decision if excluded is not None else Result.UNSURE

    @property
    def article(self) -> str:
        """The article that speaks against it, empty where none does."""
        return self.match.article or (self.kind.article if self.kind and self._by_kind else "")

    @property
    def why(self) -> tuple[str, str]:
        """Why it does not surely count, in Chinese and English; empty where it does."""
        if self.match.why:
            return self.match.why, self.match.why_en
        return (self.kind.why, self.kind.why_en) if self.kind and self._by_kind else ("", "")

    @property
    def source(self) -> Source | None:
        """Where the name was taken from; aliases and former names are general knowledge."""
        entry = self.match.entry
        if entry is None:
            return None
        by_name = any(listed.form is NameForm.NAME for listed in self.listed)
        return entry.source if by_name else Source.GENERAL_KNOWLEDGE

    @property
    def _by_kind(self) -> bool:
        """Whether what sort of body it is speaks against it.

        A name close to a listed one that is understood by its ending only may
        be that one misread: its own kind is then no reason.
        """
        if self.match.entry is not None:
            return not self.items and (
                self.match.entry.uncertain or self.match.status is MatchStatus.EXACT
            )
        return self.match.status is not MatchStatus.NEAR


def explain(authorities: Authorities, name: str, on: PartialDate | None = None) -> Explanation:
    """What is known of the whole of `name` on a date."""
    normal = normal_name(name)
    body = authorities.grammar.parse(normal)
    return Explanation(
        name,
        normal,
        on,
        authorities.match(name, on),
        authorities.listed(name),
        body,
        authorities.grammar.not_a_body(normal) if body is None else None,
        tuple(near for near in authorities.near(normal) if near != normal),
    )
