import datetime as dt
from dataclasses import replace

from evidence.register import PatentLookup
from review.desk.models import Batch
from review.desk.publishing.batch_content import content_of
from tests.review.desk.cases import RULES, batch, case

LOOKUP = PatentLookup("ZL202010430096.0", ("XX001",), "尚无官方检索结果。")


def content():
    row = Batch.objects.get()
    return content_of(row.key, row.published_at, row.run)


def test_rules_and_lookups_are_read_from_what_was_published(published):
    published(case("XX001"))
    assert RULES == content().rules
    assert "发证单位在认可范围" == content().rule("A3a").title
    assert content().rule("Z9") is None


def test_another_publication_is_another_content(db, now):
    from review.desk.publishing import publish

    publish(replace(batch("later"), run="a"), [], now)
    assert () == content().lookups
    publish(replace(batch("later"), run="b", lookups=(LOOKUP,)), [], now + dt.timedelta(hours=1))
    assert (LOOKUP,) == content().lookups
