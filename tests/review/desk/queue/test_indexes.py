import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from review.desk.queue.counts import counts_of
from review.desk.queue.filters import SORTS, QueueFilter

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL reads a table this small whole"
)
INDEXES = {
    "age": "item_by_age",
    "unit": "item_by_unit",
    "rule": "item_by_rule",
    "worst": "item_by_result",
    "name": "item_by_name",
}


@pytest.mark.parametrize("sort", [*SORTS, *(f"-{sort}" for sort in SORTS)])
@pytest.mark.parametrize("query", ["", "rule=A4b&kind=claim", "region=市直&older=7", "mine=turn"])
def test_a_page_in_any_order_is_read_from_its_own_index_alone(many, person, sort, query):
    many(3)
    queue = QueueFilter.of(f"{query}&sort={sort}")
    plan = queue.items(person("wang", "reviewer")).values_list("pk", flat=True)[:50].explain()
    assert f"COVERING INDEX {INDEXES[sort.removeprefix('-')]}" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("query", ["", "rule=A4b&kind=claim", "region=市直&older=7", "mine=turn"])
def test_counts_are_read_from_an_index_alone(many, person, now, query):
    many(3)
    wang = person("wang", "reviewer")
    with CaptureQueriesContext(connection) as asked:
        counts_of(QueueFilter.of(query), wang, now)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        plan = str(cursor.fetchall())
    assert "COVERING INDEX item_counts" in plan
