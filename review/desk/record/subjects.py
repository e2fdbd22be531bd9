"""What events are about: from `decision/5` to the item, the applicant and their pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Model

from review.desk.case.masks import masked_text
from review.desk.known_pages import page_of
from review.desk.models import Applicant, Correction, Decision, Event, Item, OfficialEntry, Person
from review.desk.record.told import subject_of
from review.desk.templatetags.desk import say
from review.desk.whole_numbers import whole_number

_NAMES = {
    "batch": ("批次", "Batch"),
    "person": ("账号", "Account"),
    "office": ("县区机构", "County office"),
    "applicant": ("申报人", "Applicant"),
    "item": ("事项", "Item"),
    "decision": ("决定", "Decision"),
    "correction": ("更正", "Correction"),
    "official": ("官方结果", "Official result"),
    "brought": ("上传的官方结果", "Official results brought"),
}
_OF_ITEMS: dict[str, type[Decision | Correction]] = {
    "decision": Decision,
    "correction": Correction,
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about, in words; `link` is its page, `item` the id of its item."""

    text: str
    word: str
    link: str = ""
    item: int | None = None


def subjects(events: Iterable[Event]) -> dict[str, Subject]:
    """The subjects of these events, looked up together."""
    texts = {event.subject for event in events if event.subject}
    numbers: dict[str, dict[str, int]] = {}
    for text in texts:
        kind, _, key = text.partition("/")
        number = whole_number(key)
        if number is not None:
            numbers.setdefault(kind, {})[text] = number
    items = dict(numbers.get("item", {}))
    for kind, model in _OF_ITEMS.items():
        rows = dict(
            model.objects.filter(pk__in=numbers.get(kind, {}).values()).values_list("pk", "item")
        )
        items |= {text: rows[pk] for text, pk in numbers.get(kind, {}).items() if rows.get(pk)}
    applicants = dict(numbers.get("applicant", {}))
    entered = dict(
        OfficialEntry.objects.filter(pk__in=numbers.get("official", {}).values()).values_list(
            "pk", "applicant"
        )
    )
    applicants |= {t: entered[pk] for t, pk in numbers.get("official", {}).items() if pk in entered}
    of_items = Item.objects.in_bulk(set(items.values()))
    of_applicants = Applicant.objects.in_bulk(set(applicants.values()))
    names = {one.username: one for one in _accounts(texts)}
    return {
        text: _subject(
            text,
            of_items.get(items.get(text, 0)),
            of_applicants.get(applicants.get(text, 0)),
            names,
        )
        for text in texts
    }


def about_item(item: int) -> list[str]:
    """The subjects of all events about an item."""
    return [f"item/{item}", *_rows_of("item", item)]


def about_applicants(number: str) -> list[str]:
    """The subjects of all events about the applicants with a 申报编号, of whatever batch."""
    applicants = Applicant.objects.filter(number=number).values_list("pk", flat=True)
    return [subject for applicant in applicants for subject in about_applicant(applicant)]


def about_applicant(applicant: int) -> list[str]:
    """The subjects of all events about one applicant of a batch."""
    items = Item.objects.filter(applicant=applicant).values_list("pk", flat=True)
    found = [f"applicant/{applicant}", *(f"item/{item}" for item in items)]
    found += _rows_of("item__applicant", applicant)
    found += map(subject_of, OfficialEntry.objects.filter(applicant=applicant).only("pk"))
    # A correction is the applicant's, even where its item is not theirs any more.
    found += map(subject_of, Correction.objects.filter(applicant=applicant).only("pk"))
    return list(dict.fromkeys(found))


def _rows_of(column: str, value: int) -> list[str]:
    rows: list[Model] = []
    for model in _OF_ITEMS.values():
        rows += model.objects.filter(**{column: value}).only("pk")
    return [subject_of(row) for row in rows]


def _accounts(texts: Iterable[str]) -> Iterable[Person]:
    names = [text.removeprefix("person/") for text in texts if text.startswith("person/")]
    return Person.objects.filter(username__in=names)


def _subject(
    text: str, item: Item | None, applicant: Applicant | None, names: dict[str, Person]
) -> Subject:
    kind, _, key = text.partition("/")
    word = f"{say(*_NAMES[kind])} {key}" if kind in _NAMES else text
    if item is not None:
        who = f"{item.name}（{masked_text(item.number)}）"
        # Whatever of an item an event is about, the item is where one sees it.
        return Subject(
            text, f"{say(*_NAMES['item'])} {item.pk} {who}", page_of("item", item.pk), item.pk
        )
    if applicant is not None:
        who = f"{applicant.name}（{masked_text(applicant.number)}）"
        return Subject(text, who, page_of("applicant", applicant.pk))
    if kind == "batch":
        return Subject(text, word, page_of("batch", key))
    if kind == "person" and key in names:
        return Subject(text, f"{names[key].display_name}（{key}）")
    return Subject(text, word)
