import re

import pytest
from django.test.utils import CaptureQueriesContext

from review.desk.templatetags.quality import duration, percent
from tests.review.desk.cases import case, passed


def text_of(response):
    return "".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_an_empty_desk_says_that_nothing_is_known_yet(db, signed_in):
    text = text_of(signed_in("auditor").get("/quality/"))
    assert "还没有决定过的抽查，误通过率未知。" in text
    assert "尚无数据" in text


def test_the_page_shows_the_share_that_passes_by_itself(published, signed_in, settings):
    settings.SAMPLE_SHARE = 0
    published(passed("XX001"), case("XX002"), case("XX003"))
    text = text_of(signed_in("auditor").get("/quality/"))
    assert "33.3%3名申报人中1名" in text
    assert "XX002张三" in text


@pytest.mark.parametrize(
    "query",
    ["batch=none", "since=2024-02-30", "since=x&until=y", "since=2024-05-01&until=2024-04-01",
     "since=0001-01-01", "until=9999-12-31", "batch=%00"],
)  # fmt: skip
def test_odd_queries_are_answered(published, signed_in, query):
    published(case("XX001"))
    assert 200 == signed_in("auditor").get(f"/quality/?{query}").status_code


def test_fields_that_were_corrected_are_named_in_words(published, signed_in, now):
    from review.desk.models import Correction

    (item,) = published(case("XX001"))
    client = signed_in("auditor")
    for kind, field in (("award_certificate", "issuer"), ("older", "odd")):
        Correction.objects.create(
            applicant=item.applicant, item=item, person=client.person, at=now, upload="a",
            page=1, kind=kind, field=field, read_value="甲", corrected_value="乙",
        )  # fmt: skip
    text = text_of(client.get("/quality/"))
    assert "荣誉证书发证单位10" in text
    assert "olderodd10" in text


def test_it_is_english_by_switch(published, signed_in):
    published(case("XX001"))
    client = signed_in("auditor")
    client.post("/language/", {"language": "en", "next": "/"})
    assert "Passedstraightthrough" in text_of(client.get("/quality/"))


def test_figures_take_as_many_queries_for_many_items_as_for_few(published, signed_in):
    from django.db import connection

    client = signed_in("auditor")

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get("/quality/")
        return len(captured)

    published(case("XX001"))
    queries()
    few = queries()
    published(*(case(f"XX{n:03}") for n in range(40)), key="b-2")
    queries()
    assert few == queries()


def test_nothing_on_the_page_needs_inline_style(published, signed_in):
    published(case("XX001"), passed("XX002"))
    page = signed_in("auditor").get("/quality/").content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert "<svg" in page


@pytest.mark.parametrize(
    ("share", "words"), [(None, "尚无数据"), (0, "0.0 %"), (1 / 3, "33.3 %"), (1, "100.0 %")]
)
def test_shares_are_written_in_percent(share, words):
    assert words == percent(share)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 秒"), (59, "59 秒"), (60, "1 分 00 秒"), (95.5, "1 分 36 秒")]
)
def test_times_are_written_in_minutes_and_seconds(seconds, words):
    assert words == duration(seconds)
