"""Findings as a page shows them: worst first, one sentence once, what is fine folded away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.cases import Case
from evidence.findings import Finding, Result
from evidence.places import Place
from review.desk.case.masks import Masks
from review.desk.publishing.batch_content import BatchContent
from review.desk.templatetags.desk import say
from review.rosters.people import blocking_findings

_FINE = frozenset({Result.MATCH, Result.ATTESTED})


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """Where something stands: number of the upload, its page, and how that is called."""

    upload: int
    page: int | None
    label: str


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One sentence about one claim, with the rules that it answers.

    `blocks` says that somebody must settle it before the applicant passes; `group` are the
    findings that say it.
    """

    rules: tuple[tuple[str, str], ...]
    result: Result
    blocks: bool
    bears: bool
    sentence: str
    citation: str
    declared: str
    found: str
    required: str
    suggestions: tuple[str, ...]
    where: tuple[ShownPlace, ...]
    group: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownFindings:
    """The findings about one claim, or about the application as a whole."""

    doubts: tuple[ShownFinding, ...] = ()
    fine: tuple[ShownFinding, ...] = ()

    @property
    def folded(self) -> str:
        """What is folded away, counted: `✓ 一致 12 项 · ○ 单位确认 8 项`."""
        matched = sum(one.result is Result.MATCH for one in self.fine)
        signed = sum(one.result is Result.ATTESTED for one in self.fine)
        aside = len(self.fine) - matched - signed
        parts = [
            (matched, say("✓ 一致", "✓ match")),
            (signed, say("○ 单位确认", "○ signed for")),
            (aside, say("不影响结论", "not decisive")),
        ]
        return " · ".join(f"{word} {number}" for number, word in parts if number)


def findings_shown(
    case: Case, claim: int | None, content: BatchContent, masks: Masks
) -> ShownFindings:
    """The findings about a claim (None: the application), every one of them, worst first."""
    numbers = {one.outcome.upload.path: number for number, one in enumerate(case.uploads)}
    # What blocks is asked of the whole verdict: it knows what the unit may sign for.
    blocking = set(map(id, blocking_findings(case.verdict)))
    about = [one for one in case.verdict.findings if one.claim == claim]
    groups: dict[tuple[str, bool, Result], list[Finding]] = {}
    for one in sorted(about, key=lambda one: (id(one) not in blocking, one.result.order)):
        groups.setdefault((one.explanation, id(one) in blocking, one.result), []).append(one)
    shown = [
        _shown(group, content, masks, numbers, blocks=blocks)
        for (_, blocks, _), group in groups.items()
    ]
    return ShownFindings(
        doubts=tuple(one for one in shown if _is_doubt(one)),
        fine=tuple(one for one in shown if not _is_doubt(one)),
    )


def _is_doubt(one: ShownFinding) -> bool:
    return one.blocks or (one.bears and one.result not in _FINE)


def _shown(
    group: list[Finding],
    content: BatchContent,
    masks: Masks,
    numbers: dict[str, int],
    *,
    blocks: bool,
) -> ShownFinding:
    first = group[0]
    rules = [(one.rule, content.title(one.rule)) for one in group]
    places = (place for one in group for place in one.where)
    return ShownFinding(
        rules=tuple(dict.fromkeys(rules)),
        result=first.result,
        blocks=blocks,
        bears=any(one.bears for one in group),
        sentence=masks.text(say(first.explanation, first.explanation_en)),
        citation="；".join(dict.fromkeys(one.citation for one in group)),
        declared=masks.text(first.declared),
        found=masks.text(first.found),
        required=masks.text(first.required),
        suggestions=first.suggestions,
        where=tuple(_places(places, numbers)),
        group=tuple(group),
    )


def _places(places: Iterable[Place], numbers: dict[str, int]) -> list[ShownPlace]:
    """Each page once, in the order in which the finding names them."""
    found: dict[tuple[int, int | None], ShownPlace] = {}
    for place in places:
        number = numbers.get(place.upload)
        if number is not None:
            label = say(f"材料{number + 1}", f"File {number + 1}")
            if place.page:
                label += say(f" 第{place.page}页", f" p. {place.page}")
            found.setdefault((number, place.page), ShownPlace(number, place.page, label))
    return list(found.values())
