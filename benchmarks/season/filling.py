"""Fills the desk's database: one batch published for real, the others copies of its rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from benchmarks.season.cases import doubtful_cases, published_batch

_STEP = 1_000_000
"""Ids of one copy are apart from those of the next by this much."""
FIRST = "season-000"


def fill(items: int, a_batch: int = 2500, seed: int = 1) -> int:
    """Publish and copy until so many items are open; how many there are."""
    from review.desk.models import Item  # noqa: PLC0415  once Django is set up
    from review.desk.publishing import publish  # noqa: PLC0415

    publish(published_batch(FIRST), doubtful_cases(min(items, a_batch), seed))
    first = Item.objects.count()
    for number in range(1, -(-items // first)):
        with transaction.atomic():
            key = f"season-{number:03}"
            _copy(key, number * _STEP)
            _tell(key)
    if connection.vendor == "postgresql":
        _advance_sequences()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Item.objects.count()


def _copy(key: str, offset: int) -> None:
    from review.desk.models import Applicant, Batch, CaseFile, Item, ItemRule  # noqa: PLC0415

    moved = {"id": offset, "applicant_id": offset, "item_id": offset}
    for model, batch_column in (
        (Batch, "key"),
        (Applicant, "batch_id"),
        (CaseFile, None),
        (Item, "batch_id"),
        (ItemRule, None),
    ):
        columns = [field.column for field in model._meta.concrete_fields]  # noqa: SLF001  its table
        values = [
            "%s"
            if column == batch_column
            else f"{column} + {moved[column]}"
            if column in moved
            else column
            for column in columns
        ]
        _insert(model._meta.db_table, columns, values, key if batch_column else None)  # noqa: SLF001
    column = "rowid" if connection.vendor == "sqlite" else "applicant_id"
    _insert("desk_search", [column, "body"], [f"{column} + {offset}", "body"], None)


def _tell(key: str) -> None:
    """The record tells of a copy as of a publication."""
    from review.desk.models import Batch  # noqa: PLC0415
    from review.desk.publishing.digests import PUBLISHED, published_digest  # noqa: PLC0415
    from review.desk.record.chain import PIPELINE, append_event  # noqa: PLC0415

    digest = published_digest(Batch.objects.get(pk=key))
    append_event(PUBLISHED, PIPELINE, f"batch/{key}", batch=key, detail={"digest": digest})


def _insert(table: str, columns: Sequence[str], values: Sequence[str], key: str | None) -> None:
    """Copy the rows of the first batch with other ids; our own names only."""
    own = {
        "desk_batch": "key = %s",
        "desk_applicant": "batch_id = %s",
        "desk_item": "batch_id = %s",
        "desk_casefile": "applicant_id IN (SELECT id FROM desk_applicant WHERE batch_id = %s)",
        "desk_itemrule": "item_id IN (SELECT id FROM desk_item WHERE batch_id = %s)",
        "desk_search": (
            f"{columns[0]} IN (SELECT id FROM desk_applicant WHERE batch_id = %s)"  # noqa: S608
        ),
    }[table]
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} WHERE {own}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [*([key] if key else []), FIRST])


def _advance_sequences() -> None:
    with connection.cursor() as cursor:
        for table in ("desk_applicant", "desk_item", "desk_itemrule"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
            )
