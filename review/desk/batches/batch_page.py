"""What a batch's own page shows, as far as the person may see its applicants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from evidence import codec
from evidence.findings import Result
from evidence.readings import PageStatus
from evidence.uploads import UploadStatus
from review.desk.access.scope import applicants_of, items_of
from review.desk.batches.charts import Chart, Kind, Line, stacked
from review.desk.batches.figures import BatchFigures, Counts, Reason, UnreadFile
from review.desk.batches.inbox import lying_of, progress_of
from review.desk.batches.overview import Work, work_of
from review.desk.batches.sending import Sending, sending_of
from review.desk.batches.whereabouts import Whereabouts, whereabouts
from review.desk.models import Batch, IncomingBatch, Item, Person
from review.desk.models.items import State
from review.desk.queue.rule_titles import titles_of
from review.desk.templatetags.desk import SIGNS

RESULTS = tuple(Kind(result.value, *SIGNS[result]) for result in Result)
TO_RESOLVE = (Result.MISMATCH.value, Result.NOT_CHECKED.value, Result.UNSURE.value)
FILES = (
    Kind(UploadStatus.READ, "✓", "已识读", "read"),
    Kind(UploadStatus.PARTLY_READ, "?", "部分识读", "partly read"),
    Kind(UploadStatus.UNREADABLE, "✕", "无法识读", "unreadable"),
    Kind(UploadStatus.UNSUPPORTED, "–", "格式不支持", "unsupported"),
    Kind(UploadStatus.REFUSED, "✕", "未接收", "refused"),
)
PAGES = (
    Kind(PageStatus.READ, "✓", "已识读", "read"),
    Kind(PageStatus.BLANK, "–", "空白页", "blank"),
    Kind(PageStatus.UNREADABLE, "✕", "无法识读", "unreadable"),
)
FIELDS = (
    Kind("certain", "✓", "可靠", "certain"),
    Kind("doubtful", "?", "存疑", "doubtful"),
)
AGES = (
    (1, "不到1天", "under 1 day"),
    (3, "1–3天", "1–3 days"),
    (7, "3–7天", "3–7 days"),
    (14, "7–14天", "7–14 days"),
    (30, "14–30天", "14–30 days"),
    (None, "30天以上", "over 30 days"),
)
"""Upper ends in days, and what each class is called."""
_OPEN = Kind("open", "", "待处理事项", "open items")


@dataclass(frozen=True, slots=True)
class BatchPage:
    """Everything of one batch; the parts about its applicants are empty until it is published."""

    key: str
    where: Whereabouts | None
    sending: Sending | None
    batch: Batch | None
    figures: BatchFigures = field(default_factory=BatchFigures)
    titles: Mapping[str, str] = field(default_factory=dict)
    counts: Counts = field(default_factory=Counts)
    standings: Mapping[str, int] = field(default_factory=dict)
    work: Work = field(default_factory=Work)
    stages: Mapping[str, int] = field(default_factory=dict)
    ages: Chart | None = None
    unread: tuple[UnreadFile, ...] = ()
    uploads: tuple[IncomingBatch, ...] = ()

    @property
    def live(self) -> bool:
        """Whether it changes by itself."""
        return bool((self.where and self.where.live) or (self.sending and self.sending.coming))

    @property
    def run(self) -> str:
        """The run that works on it or worked on it last."""
        told = self.where.progress.run if self.where and self.where.progress else ""
        return told or (self.batch.run if self.batch else "")

    @property
    def rules(self) -> Chart:
        """Findings that bear, by rule: those with most to resolve first."""
        ordered = sorted(
            self.counts.rules.items(),
            key=lambda one: (-sum(one[1].get(result, 0) for result in TO_RESOLVE), one[0]),
        )
        lines = []
        for rule, numbers in ordered:
            title = f"{rule} {self.titles.get(rule, '')}".strip()
            query = urlencode({"batch": self.key, "rule": rule})
            lines.append(Line(title, title, numbers, query))
        return stacked(RESULTS, lines, drawn=TO_RESOLVE)

    @property
    def reading(self) -> tuple[tuple[str, str, Chart], ...]:
        """Reading quality: files, pages and fields, each with what it is called."""
        parts = (
            ("文件", "files", FILES, self.counts.files),
            ("页", "pages", PAGES, self.counts.pages),
            ("字段", "fields", FIELDS, self.counts.fields),
        )
        return tuple(
            (zh, en, stacked(kinds, [Line(zh, en, numbers)], shares=True))
            for zh, en, kinds, numbers in parts
        )

    @property
    def reasons(self) -> list[tuple[str, Reason]]:
        """Why files are not read, by code; most frequent first."""
        return sorted(self.counts.reasons.items(), key=lambda one: (-one[1].number, one[0]))


def where_is(key: str, batch: Batch | None, now: dt.datetime) -> Whereabouts | None:
    """Where one batch is; None where nothing is known of it."""
    places = settings.PLACES
    lying = lying_of(places.inbox, key)
    progress = progress_of(places.state, key)
    return whereabouts(lying, progress, batch.published_at if batch else None, now)


def batch_page(key: str, person: Person, now: dt.datetime) -> BatchPage | None:
    """The page of a batch as the person sees it; None where there is no such batch."""
    batch = Batch.objects.defer("content").filter(pk=key).first()
    where, sending, uploads = where_is(key, batch, now), sending_of(key, now), _uploads(key, person)
    if batch is None:
        known = where or sending or uploads
        return BatchPage(key, where, sending, None, uploads=uploads) if known else None
    figures = codec.decode(BatchFigures, batch.figures)
    standings = applicants_of(person).filter(batch=key, gone=False).values_list("standing")
    items = items_of(person).filter(batch=key)
    stages = items.filter(state=State.OPEN).values_list("stage")
    return BatchPage(
        key=key,
        where=where,
        sending=sending,
        batch=batch,
        figures=figures,
        titles=titles_of([key])[key],
        counts=figures.seen_by(person.regions),
        standings=dict(standings.annotate(n=Count("pk"))),
        work=work_of(person, [key], now).get(key, Work()),
        stages=dict(stages.annotate(n=Count("pk"))),
        ages=_ages(items.filter(state__in=[State.OPEN, State.WAITING]), now),
        unread=unread_files(batch, person),
        uploads=uploads,
    )


def unread_files(batch: Batch, person: Person) -> tuple[UnreadFile, ...]:
    """The files that are not read whole, of applicants whom the person may see."""
    files = codec.decode(tuple[UnreadFile, ...], batch.unread)
    if not person.regions:
        return files
    return tuple(one for one in files if one.applicant and one.place in person.regions)


def _uploads(key: str, person: Person) -> tuple[IncomingBatch, ...]:
    """What was handed over at the desk under this id, for whoever sees the whole batch."""
    if person.regions:
        return ()
    found = IncomingBatch.objects.filter(batch=key, handed_over_at__isnull=False)
    return tuple(found.select_related("person").order_by("-handed_over_at"))


def _ages(items: QuerySet[Item], now: dt.datetime) -> Chart:
    """How long the open items have been waiting, in classes of days."""
    younger = now
    classes = {}
    for days, _, _ in AGES:
        older = now - dt.timedelta(days=days) if days else None
        within = Q(opened_at__lte=younger) if younger != now else Q()
        within &= Q(opened_at__gt=older) if older else Q()
        classes[f"age{days}"] = Count("pk", filter=within)
        younger = older or younger
    numbers = items.aggregate(**classes)
    lines = [Line(zh, en, {_OPEN.id: numbers[f"age{days}"]}) for days, zh, en in AGES]
    return stacked((_OPEN,), lines)
