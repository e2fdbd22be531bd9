"""The statement (申报人情况说明): everything that bears on one applicant's case, as text.

It is in Chinese whatever language its maker reads the desk in: it goes to whoever asks why.
Numbers of persons are masked, and decisions that its maker may not read yet are left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from evidence.cases import Case
from evidence.findings import Outcome, Result
from review.desk.case.claims_shown import ShownClaim, claims_shown
from review.desk.case.corrections import corrections_of
from review.desk.case.corrections_shown import corrections_shown
from review.desk.case.declaration_shown import declaration_shown
from review.desk.case.files_shown import files_shown
from review.desk.case.findings_shown import ShownFinding, ShownFindings, findings_shown
from review.desk.case.history import history_of
from review.desk.case.items_shown import ShownItem, items_shown
from review.desk.case.masks import Masks
from review.desk.case.official_entries import entries_of, entries_shown
from review.desk.case.records_shown import records_shown
from review.desk.case.shown_decisions import shown_decisions
from review.desk.flow.reasons import OTHER
from review.desk.models import (
    Applicant,
    Correction,
    Decision,
    Event,
    OfficialEntry,
    Person,
    RecordHead,
)
from review.desk.models.applicants import Standing
from review.desk.publishing.batch_content import content_of
from review.desk.publishing.case_file import case_of
from review.desk.record.told import subject_of
from review.desk.results.final import concluded, reason_words
from review.desk.results.heading import heading_of
from review.desk.results.judged import judged_cases, vote_of
from review.rosters.heading import BatchRun
from review.rosters.imprint import shortened
from review.rosters.people import roster_row
from review.rosters.wording import SIGNS, article_of

TITLE = "申报人情况说明"
Data = dict[str, Any]
_MACHINE = {
    Outcome.PASS: "证据齐全，机器核验通过",
    Outcome.ON_SITE: "有待人审查的内容，机器不作通过",
}
_MOMENT = "%Y-%m-%d %H:%M"


def statement_of(applicant: Applicant, person: Person, now: dt.datetime) -> Data:
    """What the statement says, made by that person at that time; texts and lists of texts only."""
    with translation.override("zh-hans"):
        return _Statement(applicant, person).data(timezone.localtime(now))


class _Statement:
    """Everything of the case, read once."""

    def __init__(self, applicant: Applicant, person: Person) -> None:
        self._applicant = applicant
        self._person = person
        self._case = case_of(applicant.pk)
        self._masks = Masks.of(applicant)
        batch = applicant.batch
        self._content = content_of(batch.key, batch.published_at, batch.run)
        self._items = list(applicant.items.order_by("pk"))
        self._decisions = shown_decisions(person, self._items)
        self._corrections = corrections_of(applicant.pk)
        self._entries = entries_of(applicant)[::-1]
        self._links = _links(self._decisions.all(), self._corrections, self._entries)

    def data(self, now: dt.datetime) -> Data:
        applicant = self._applicant
        run = heading_of(applicant.batch, self._person)
        head = RecordHead.objects.filter(pk=1).first()
        return {
            "title": TITLE,
            "notice": run.notice_line,
            "body": run.review_body,
            "batch": applicant.batch_id,
            "person": f"{applicant.number} {applicant.name}",
            "standing": str(Standing(applicant.standing).label),
            "conclusion": self._conclusion(run),
            "facts": self._facts(),
            "declared": [_claim(one) for one in self._claims()],
            "files": _files(self._case, self._masks),
            "findings": list(self._findings()),
            "records": [
                [one.number, one.source, _moment(one.as_of), _values(one.values)]
                for one in records_shown(self._case)
            ],
            "entries": self._typed_in(),
            "corrections": self._corrected(),
            "items": [
                self._item(shown, self._decisions.by_item.get(shown.number, []))
                for shown in items_shown(self._items, self._decisions, self._masks)
            ],
            "history": self._history(),
            "made": f"制作：{self._person}　{now.strftime(_MOMENT)}",
            "record": f"操作记录截至第 {head.seq} 条，链值 {shortened(head.link)}" if head else "",
        }

    def _conclusion(self, run: BatchRun) -> list[list[str]]:
        """In the words of the roster: what a pass rests on, or why there is none."""
        machine = _MACHINE[Outcome(self._applicant.outcome)]
        lines = [["机器核验", machine]]
        (judged,) = judged_cases(Applicant.objects.filter(pk=self._applicant.pk))
        conclusion = concluded(judged)
        if conclusion is None:
            lines += [["人工审查", "尚有事项未决定，本说明不是最终结论"]]
        else:
            row = roster_row(run, self._case.dossier, self._case.verdict, conclusion)
            passes = conclusion.outcome is Outcome.PASS
            lines += [["依据", "\n".join(row.basis)]] if passes else []
            lines += [["原因", "\n".join(row.reasons)]] if row.reasons else []
            lines += [["备注", row.remark]] if row.remark else []
        if self._applicant.gone:
            lines += [["说明", "该申报人已不在批次的最新版本中"]]
        return [[name, self._masks.text(value)] for name, value in lines]

    def _facts(self) -> list[list[str]]:
        applicant, masks = self._applicant, self._masks
        declared = declaration_shown(self._case.dossier.application, masks)
        facts = [
            ["姓名", applicant.name],
            ["申报编号", applicant.number],
            ["身份证号", masks.identity()],
            ["单位", applicant.unit],
            ["主管部门", applicant.department],
            ["地区", applicant.region],
        ]
        if declared:
            facts += [[name, value] for name, value in declared.values]
            facts += [["申报来源", declared.source], *(["存疑", one] for one in declared.problems)]
        return [[name, value or "—"] for name, value in facts]

    def _claims(self) -> list[ShownClaim]:
        return claims_shown(self._case, self._content, self._masks)

    def _findings(self) -> Iterator[Data]:
        """What bears on each claim, and on the application as a whole; worst first."""
        for claim in self._claims():
            title = f"第{claim.no}项 {claim.condition}：{claim.title}".rstrip("：")
            yield from _group(title, claim.findings)
        whole = findings_shown(self._case, None, self._content, self._masks)
        yield from _group("基本条件和程序", whole)

    def _typed_in(self) -> list[list[str]]:
        shown = entries_shown(self._entries, self._case, settings.PLACES.inbox)
        return [
            [
                one.printed,
                _values(one.values),
                f"{one.person} {_moment(one.at)}",
                one.progress.words,
                self._link(row),
            ]
            for one, row in zip(shown, self._entries, strict=True)
        ]

    def _corrected(self) -> list[list[str]]:
        shown = corrections_shown(self._corrections, self._masks)
        return [
            [one.label, one.read, one.corrected, one.note, f"{one.person} {_moment(one.at)}",
             self._link(row)]
            for one, row in zip(shown, self._corrections, strict=True)
        ]  # fmt: skip

    def _item(self, shown: ShownItem, rows: Sequence[Decision]) -> Data:
        return {
            "about": shown.about,
            "why": f"{SIGNS[Result(shown.worst)]}　{shown.headline}",
            "state": shown.state,
            "kept_back": shown.kept_back,
            "decisions": [
                [
                    one.stage,
                    one.choice + ("（依据已变化）" if one.former else ""),
                    self._masks.text(_why(row)),
                    f"{one.person}\n{_moment(one.at)}",
                    self._link(row),
                ]
                for one, row in zip(shown.decisions, rows, strict=True)
            ],
        }

    def _history(self) -> list[list[str]]:
        """What was done, oldest first; who only looked stands in the record."""
        told = history_of(
            self._applicant,
            self._items,
            self._decisions,
            self._corrections,
            self._entries,
            self._masks,
        )
        return [[str(one.seq), _moment(one.at), one.who, one.what] for one in reversed(told.done)]

    def _link(self, row: Decision | Correction | OfficialEntry) -> str:
        """The number of the event that tells of the row."""
        return self._links.get(subject_of(row), "")


def _group(title: str, findings: ShownFindings) -> Iterator[Data]:
    rows = [_finding(one) for one in (*findings.doubts, *findings.fine) if one.bears or one.blocks]
    if rows:
        yield {"about": title, "rows": rows}


def _finding(one: ShownFinding) -> Data:
    compared = (("申报", one.declared), ("材料", one.found), ("规定", one.required))
    return {
        "sign": SIGNS[one.result],
        "blocks": one.blocks,
        "sentence": one.sentence,
        "rules": "、".join(f"{rule} {title}".strip() for rule, title in one.rules),
        "values": [[name, value] for name, value in compared if value],
        "where": "、".join(place.label for place in one.where),
        # Of what is in order the article is enough; what is not is told in the notice's words.
        "citation": one.citation if one.blocks else _articles(one.citation),
    }


def _articles(citations: str) -> str:
    return "；".join(dict.fromkeys(article_of(one) for one in citations.split("；")))


def _claim(one: ShownClaim) -> Data:
    return {
        "about": f"第{one.no}项",
        "condition": one.condition,
        "title": one.title,
        "values": _values(one.declared),
        "result": SIGNS[one.result] if one.result else "不影响结论",
    }


def _files(case: Case, masks: Masks) -> list[list[str]]:
    shown = files_shown(case, (), masks)
    return [
        [
            f"材料{one.number + 1}",
            f"{one.name}\n{one.kinds}" if one.kinds else one.name,
            f"{one.sign} {one.status}" + (f"\n{one.reason}" if one.reason else ""),
            f"{one.size}\n{len(one.pages)} 页" if one.pages else one.size,
            _in_groups(stored.outcome.upload.sha256) or "—",
        ]
        for one, stored in zip(shown, case.uploads, strict=True)
    ]


def _in_groups(sha256: str) -> str:
    """The digest on two lines in groups that can be compared, and copied as they are."""
    groups = [sha256[start : start + 16] for start in range(0, len(sha256), 16)]
    return "\n".join(" ".join(groups[start : start + 2]) for start in range(0, len(groups), 2))


def _why(row: Decision) -> str:
    """The reason in words, with what the person added and until when something is due."""
    vote = vote_of(row)
    parts = [reason_words(vote), "" if vote.reason == OTHER else vote.text.strip()]
    if vote.until:
        parts.append(f"截止 {vote.until.isoformat()}")
    return "；".join(part for part in parts if part)


def _links(*rows: Iterable[Decision | Correction | OfficialEntry]) -> dict[str, str]:
    subjects = [subject_of(row) for some in rows for row in some]
    found = Event.objects.filter(subject__in=subjects).order_by("-seq")
    return {subject: str(seq) for subject, seq in found.values_list("subject", "seq")}


def _values(values: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name}：{value}" for name, value in values)


def _moment(at: dt.datetime | None) -> str:
    return timezone.localtime(at).strftime(_MOMENT) if at else ""
