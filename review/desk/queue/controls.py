"""The choices by which the queue is filtered, each with how many items it would show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from evidence.findings import Result
from review.desk.access.roles import Action, may
from review.desk.models import Person
from review.desk.models.items import Kind, Stage, State
from review.desk.queue.counts import Counts
from review.desk.queue.filters import QueueFilter
from review.desk.queue.places import Places
from review.desk.queue.rule_titles import Titles
from review.desk.templatetags.desk import SIGNS, say
from review.desk.wording import word_for

_AGES = (1, 3, 7, 14, 30, 60)


@dataclass(frozen=True, slots=True)
class Option:
    """A value and what it is called; `chosen` where the filter has it."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Control:
    """A `select` of the filter form; `help` where it does not speak for itself."""

    name: str
    label: str
    options: tuple[Option, ...]
    help: str = ""

    @property
    def in_use(self) -> bool:
        """Whether it filters something out."""
        return not self.options[0].chosen


@dataclass(frozen=True, slots=True)
class Tab:
    """A state, with the number of its items and the query that shows them."""

    label: str
    number: int
    query: str
    chosen: bool


def tabs_of(queue: QueueFilter, counts: Counts) -> list[Tab]:
    """One for each state, under the same filter."""
    return [
        Tab(
            word_for(state),
            counts.states.get(state, 0),
            replace(queue, state=state.value).query,
            chosen=queue.state == state,
        )
        for state in State
    ]


def controls_of(
    queue: QueueFilter, person: Person, counts: Counts, places: Places, titles: Titles
) -> list[Control]:
    """All of them, in the order in which they stand."""
    rules = [
        (rule, _counted(f"{rule} {titles.get(rule, '')}".strip(), rule, queue.rule, counts.rules))
        for rule in sorted({*counts.rules, queue.rule} - {""}, key=_rule_order)
    ]
    stages = [
        (stage.value, _counted(word_for(stage), stage, queue.stage, counts.stages))
        for stage in Stage
    ]
    results = [
        (result.value, _counted(_sign(result), result, queue.result, counts.results))
        for result in Result
    ]
    return [
        _control("batch", "批次", "Batch", queue.batch, _same(places.batches)),
        _control("region", "地区", "Region", queue.region, _same(places.regions)),
        _control(
            "unit",
            "单位",
            "Unit",
            queue.unit,
            _same(places.units),
            say(
                "单位较多，只列出事项最多的。点击列表中的单位名也可筛选。",
                "Only the units with the most items are listed. A unit in a row filters as well.",
            )
            if places.cut
            else "",
        ),
        _control("rule", "规则", "Rule", queue.rule, rules),
        _control("kind", "类型", "Kind", queue.kind, [(kind, word_for(kind)) for kind in Kind]),
        _control("stage", "环节", "Stage", queue.stage, stages),
        _control("result", "结果", "Result", queue.result, results),
        _control("older", "时长", "Age", str(queue.older or ""), _ages(queue.older)),
        *([_mine(queue)] if may(person.role_set, Action.ITEM_TAKE) else []),
    ]


def _mine(queue: QueueFilter) -> Control:
    return _control(
        "mine",
        "我的",
        "Mine",
        queue.mine,
        [
            ("turn", say("轮到我、可以取的", "mine to take now")),
            ("held", say("我正在处理的", "held by me")),
            ("decided", say("我决定过的", "decided by me")),
        ],
    )


def _control(
    name: str, zh: str, en: str, value: str, options: Iterable[tuple[str, str]], help_text: str = ""
) -> Control:
    listed = dict(options)
    if value and value not in listed:
        listed[value] = value
    everything = Option("", say("全部", "all"), chosen=not value)
    return Control(
        name,
        say(zh, en),
        (everything, *(Option(one, label, one == value) for one, label in listed.items())),
        help_text,
    )


def _same(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


def _counted(label: str, value: str, chosen: str, numbers: Mapping[str, int]) -> str:
    """With the number that choosing it would show; the chosen one's stands in the tab."""
    return label if value == chosen else f"{label} ({numbers.get(value, 0):,})"


def _sign(result: Result) -> str:
    mark, zh, en = SIGNS[result]
    return f"{mark} {say(zh, en)}"


def _ages(chosen: int) -> list[tuple[str, str]]:
    days = sorted({*_AGES, *([chosen] if chosen else [])})
    return [(str(day), say(f"{day}天以上", f"{day} days or more")) for day in days]


def _rule_order(rule: str) -> tuple[str, int, str]:
    """A2 before A10."""
    digits = "".join(filter(str.isdigit, rule))
    return rule[0], int(digits or 0), rule
