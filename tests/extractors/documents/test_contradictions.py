"""Papers that say two things at once: neither is taken for certain."""

from evidence.documents import Certainty
from evidence.readings import Channel, Reading
from tests.extractors.documents.conftest import centred, line, one, page, read, rows

AWARD = [
    centred("荣誉证书", 200, size=80),
    *rows("张三同志：", "被评为全市先进工作者，特发此证。", y=500, step=90),
]
FOOT = [line("新乡市人民政府", 900, 1500), line("2021年11月18日", 900, 1600)]


def _with(layer):
    return one(page([*AWARD, *FOOT], layer=[*AWARD, *layer]))


def test_a_text_layer_that_says_another_date_is_not_excused_by_the_same_date_elsewhere():
    """The altered date stands over the true one; the layer names it in some other line."""
    layer = [
        FOOT[0],
        line("2018年11月18日", 900, 1600),
        line("印发日期2021年11月18日", 200, 2100),
    ]
    date = _with(layer).first("date")
    assert ("2021-11-18", Certainty.DOUBTFUL) == (date.value, date.certainty)


def test_text_hidden_under_other_text_is_seen():
    """The layer holds what the page shows and, at the same place, what was covered."""
    layer = [*FOOT, line("2018年11月18日", 905, 1604)]
    assert Certainty.DOUBTFUL is _with(layer).first("date").certainty
    assert Certainty.CERTAIN is _with(FOOT).first("date").certainty


def test_a_layer_that_sets_each_character_twice_for_bold_agrees():
    """Some programs print bold by printing twice."""
    doubled = line("22002211年年1111月月1188日日", 900, 1600)
    date = _with([FOOT[0], doubled]).first("date")
    assert (Certainty.CERTAIN, True) == (date.certainty, "text_layer" in date.sources)


def test_an_issuer_whose_seal_stands_in_for_another_is_doubtful():
    """代章 on the line does not say whose seal stands for whom."""
    proxy = one(page([*AWARD, line("河南省总工会（代章）", 900, 1500), FOOT[1]])).first("issuer")
    assert ("河南省总工会", Certainty.DOUBTFUL) == (proxy.value, proxy.certainty)


def test_a_second_valid_number_on_a_patent_certificate_is_kept_beside_the_first(invention):
    """A continuation page of another patent bound behind the certificate."""
    back = [
        *rows(
            "专利号：ZL 2020 1 0310978.3",
            "申请日时本专利记载的申请人、发明人信息如下：",
            "申请人：新乡市公路事业发展中心",
            "发明人：李晓东",
        ),
        line("第2页（共2页）", 700, 2100),
    ]
    first = [*invention[:-1], line("第1页（共2页）", 700, 2150)]
    found = one(page(first), page(back, number=2))
    numbers = [field.value for field in found.all("patent_number")]
    assert ["ZL202010430096.0", "ZL202010310978.3"] == numbers


def test_radicals_that_browsers_write_for_characters_are_no_contradiction():
    """A page printed by Chromium has ⺠ (U+2EA0) in its layer where it shows 民."""
    issuer = _with([line("新乡市⼈⺠政府", 900, 1500), FOOT[1]]).first("issuer")
    assert (Certainty.CERTAIN, True) == (issuer.certainty, "text_layer" in issuer.sources)


def test_a_list_of_other_people_bound_behind_a_decision_is_not_its_attachment():
    """A duty roster after the decision does not make those on it commended persons."""
    decision = [
        centred("新乡市人民政府文件", 150, size=60),
        centred("新政〔2021〕37号", 300),
        centred("新乡市人民政府关于表彰防汛先进个人的决定", 420, size=40),
        *rows(
            "各县（市、区）人民政府：",
            "决定授予韩玉梅等2名同志“防汛先进个人”荣誉称号。",
            y=560,
            step=80,
        ),
        line("新乡市人民政府", 1000, 900),
        line("2021年11月18日", 1000, 980),
    ]
    names = {
        heading: [
            field.value
            for field in read(page(decision), page(rows(heading, "张三 李四", step=80), number=2))
            .documents[0]
            .all("named_person")
        ]
        for heading in ("车间值班人员名单", "职工花名册", "防汛先进个人名单")
    }
    assert "张三" not in names["车间值班人员名单"] + names["职工花名册"]
    assert "张三" in names["防汛先进个人名单"]


def test_what_was_only_taken_from_a_text_layer_is_no_evidence():
    """Prose is believed for reading on; a field that stands on it is to be read from pixels."""
    prose = Reading(1, "text_layer", Channel.PROSE, 1.0, None, (FOOT[1],))
    pages = page([*AWARD, FOOT[0]], more=[prose], layer=[*AWARD, *FOOT])
    found = read(pages)
    date = found.documents[0].first("date")
    assert ("2021-11-18", Certainty.DOUBTFUL) == (date.value, date.certainty)
    assert "pixels" not in date.sources
    assert any(want.box and want.box.overlap(FOOT[1].box) for want in found.wants)
