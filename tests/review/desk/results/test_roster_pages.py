import re

import pytest

from tests.review.desk.cases import case, passed

ADDRESS = "/rosters/xinxiang-2024-001/"


def text_of(response):
    """What the page says, without tags and white space."""
    return "".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_list_of_batches_says_how_many_stand_in_the_way(waiting, signed_in):
    text = text_of(signed_in("operator").get("/rosters/"))
    assert "草稿：还有1人未决定" in text
    assert "可以盖章" not in text


def test_a_batch_is_ready_once_everybody_is_decided(settled, signed_in):
    assert "可以盖章" in text_of(signed_in("operator").get("/rosters/"))


def test_the_preview_looks_like_the_paper(settled, signed_in):
    text = text_of(signed_in("operator").get(ADDRESS))
    for expected in (
        "网上资格审查通过人员名册表",
        "《关于2024年工考的通知》（新人社办〔2024〕22号）",
        "单位：一院人数：1人审查机构：新乡市工考管理机构",
        "序号申报编号姓名单位工种等级依据单位确认备注",
        "张三",
        "审核人（签字）：单位人事部门（公章）：日期：",
    ):
        assert expected in text
    assert "李四" not in text
    assert "草稿" not in text


def test_the_other_list_says_what_was_decided_and_by_whom(settled, signed_in):
    text = text_of(signed_in("operator").get(f"{ADDRESS}?list=on-site"))
    assert "不予认可第1项：发证单位不在认可范围（li审核员2024-04-08）" in text
    assert "单位：二院" in text


def test_a_preview_of_an_undecided_batch_says_that_it_is_a_draft(waiting, signed_in):
    text = text_of(signed_in("reviewer").get(ADDRESS))
    assert "草稿不得盖章" in text
    assert "编制人" not in text
    assert "1人未决定，暂未列入任何名册" in text


def test_who_is_undecided_is_listed_with_a_link_to_the_item(waiting, signed_in):
    page = signed_in("reviewer").get(ADDRESS).content.decode()
    assert f'href="/items/{waiting.pk}/?in=batch%3Dxinxiang-2024-001"' in page
    assert "李四" in page


def test_an_operator_sees_who_is_undecided_and_no_link_that_leads_nowhere(waiting, signed_in):
    page = signed_in("operator").get(ADDRESS).content.decode()
    assert "李四" in page
    assert f"/items/{waiting.pk}/" not in page


def test_the_maker_and_the_digest_stand_below_for_whoever_may_export(settled, signed_in):
    assert "编制人：wang审核员" in text_of(signed_in("operator").get(ADDRESS))


def test_whoever_only_looks_is_not_named_as_maker(settled, signed_in):
    text = text_of(signed_in("auditor").get(ADDRESS))
    assert "内容摘要：" in text
    assert "编制人" not in text


def test_a_county_sees_its_own_people_and_the_list_says_so(settled, signed_in):
    client = signed_in("reviewer", regions=["辉县市"])
    passing, on_site = (text_of(client.get(f"{ADDRESS}?list={one}")) for one in ("pass", "on-site"))
    assert "张三" not in passing + on_site
    assert "李四" in on_site
    assert "范围：仅辉县市" in on_site


def test_a_county_is_ready_when_its_own_people_are_decided(waiting, signed_in):
    assert "可以盖章" in text_of(signed_in("reviewer", regions=["市直"]).get("/rosters/"))


def test_a_county_without_people_of_the_batch_does_not_see_it(settled, signed_in):
    text = text_of(signed_in("reviewer", regions=["新乡县"]).get("/rosters/"))
    assert "xinxiang-2024-001" not in text


def test_one_unit_can_be_looked_at_alone(published, signed_in, settings):
    settings.SAMPLE_SHARE = 0
    published(*(passed(f"XX{n:03}", unit=unit) for n, unit in enumerate(("一院", "二院", "一院"))))
    text = text_of(signed_in("operator").get(ADDRESS, {"unit": "一院"}))
    assert "单位：一院人数：2人" in text
    assert "单位：二院" not in text


def test_a_unit_in_two_spellings_is_one_sheet(published, signed_in, settings):
    settings.SAMPLE_SHARE = 0
    published(passed("XX001", unit="公路局（东区）"), passed("XX002", unit="公路局 (东区)"))
    page = signed_in("operator").get(ADDRESS)
    assert 1 == page.content.decode().count('<section class="sheet"')
    assert "人数：2人" in text_of(page)


def test_a_large_batch_is_shown_some_units_a_page(published, signed_in, settings, monkeypatch):
    from review.desk.results import sheets

    settings.SAMPLE_SHARE = 0
    monkeypatch.setattr(sheets, "PEOPLE_A_PAGE", 2)
    published(*(passed(f"XX{n:03}", unit=f"单位{n}") for n in range(5)))
    client = signed_in("operator")
    first, last = (client.get(ADDRESS, {"page": page}) for page in (1, 3))
    assert 2 == first.content.decode().count('<section class="sheet"')
    assert 1 == last.content.decode().count('<section class="sheet"')
    assert "第1/3页" in text_of(first)
    assert 404 == client.get(ADDRESS, {"page": 4}).status_code


def test_applicants_that_the_batch_has_no_more_stand_on_no_list(published, signed_in, settings):
    settings.SAMPLE_SHARE = 0
    published(passed("XX001", name="张三"), passed("XX002", name="李四"))
    published(passed("XX001", name="张三"))
    text = text_of(signed_in("operator").get(ADDRESS))
    assert "张三" in text
    assert "李四" not in text


@pytest.mark.parametrize("query", ["list=none", "unit=%00", "page=x", "page=0", "page=%D9%A1"])
def test_odd_queries_are_answered(settled, signed_in, query):
    assert signed_in("operator").get(f"{ADDRESS}?{query}").status_code in (200, 404)


@pytest.mark.parametrize("key", ["none", "%00", "x" * 500])
def test_an_unknown_batch_is_not_found(settled, signed_in, key):
    client = signed_in("administrator")
    for address in (f"/rosters/{key}/", f"/rosters/{key}/pass.pdf", f"/batches/{key}/export.csv"):
        assert 404 == client.get(address).status_code


@pytest.mark.parametrize("name", ["<b>张</b>", "{{ x }}", "{% x %}"])
def test_a_name_is_text(published, signed_in, settings, name):
    settings.SAMPLE_SHARE = 0
    published(passed("XX001", name=name), case("XX002", name=name))
    page = signed_in("operator").get(ADDRESS).content.decode()
    assert "<b>张</b>" not in page
    assert name in page or name.replace("<", "&lt;").replace(">", "&gt;") in page


def test_numbers_and_words_are_english_by_switch_and_the_paper_stays_chinese(settled, signed_in):
    client = signed_in("operator")
    client.post("/language/", {"language": "en", "next": "/"})
    text = text_of(client.get(ADDRESS))
    assert "Ready" in text
    assert "单位：一院" in text
