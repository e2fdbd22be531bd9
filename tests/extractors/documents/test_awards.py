from dataclasses import replace

import pytest

from evidence.places import Box
from evidence.readings import Channel, Line, Reading
from extractors.documents.seal_text import SealText
from tests.extractors.documents.conftest import (
    centred,
    certain,
    line,
    one,
    page,
    rows,
    seal,
    values,
)


def certificate(
    *body, foot=("新乡市人民政府", "二〇二三年五月三十一日"), title="荣 誉 证 书", **how
):
    """A certificate: title, body text, signing place at the lower right."""
    lines = [
        centred(title, 250, size=70),
        *rows(*body, y=600, step=80),
        *rows(*foot, x=950, y=1500, step=70),
    ]
    return page(lines, **how)


def read(*body, **how):
    """The fields of such a certificate."""
    return values(one(certificate(*body, **how)))


BODY = (
    "张建国同志：",
    "    在2022年度全市防汛救灾工作中成绩突出，被授予“新乡市",
    "先进工作者”荣誉称号。",
    "    特发此证，以资鼓励。",
)


def test_usual_certificate():
    """Recipient, honour over a wrap, issuer and a date in Chinese numerals."""
    assert {
        "issuer": ["新乡市人民政府"],
        "recipient": ["张建国"],
        "honour": ["新乡市先进工作者"],
        "contest": ["2022年度全市防汛救灾"],
        "date": ["2023-05-31"],
    } == read(*BODY)


@pytest.mark.parametrize(
    ("foot", "issuers"),
    [
        (("中共新乡市委", "新乡市人民政府", "2023年5月"), ["中共新乡市委", "新乡市人民政府"]),
        ((("中共新乡市委", "新乡市人民政府"), "2023年5月"), ["中共新乡市委", "新乡市人民政府"]),
        (("中共新乡市委新乡市人民政府", "2023年5月"), ["中共新乡市委", "新乡市人民政府"]),
        (("中共新乡市委 新乡市人民政府", "2023年5月"), ["中共新乡市委", "新乡市人民政府"]),
        (("河南省人力资源和", "社会保障厅", "2023年5月"), ["河南省人力资源和社会保障厅"]),
        (
            ("河南示例大学", "新耐火材料国家重点实验室", "2018年9月"),
            ["河南示例大学新耐火材料国家重点实验室"],
        ),
        (("河南省总工会（代章）", "2023年5月"), ["河南省总工会"]),
        (("颁发单位：河南省总工会", "2023年5月"), ["河南省总工会"]),
        (("红旗区人民政府", "2023年5月"), ["红旗区人民政府"]),
        (("国家税务总局新乡市税务局", "2023年5月"), ["国家税务总局新乡市税务局"]),
        (("示例在线信息技术（新乡）有限公司", "2022年3月15日"), ["示例在线信息技术(新乡)有限公司"]),
    ],
)
def test_signing_places(foot, issuers):
    """Joint issuers in rows, columns or one line; wrapped names; proxy seals; labels."""
    assert issuers == read(*BODY, foot=foot)["issuer"]


def test_hosts_do_not_sign():
    """主办 and 承办 named beside the signing place are not issuers."""
    found = read(
        *BODY,
        foot=(
            "主办单位：新乡市总工会",
            "承办单位：新乡市职业学院",
            "新乡市人力资源和社会保障局",
            "2023年5月",
        ),
    )
    assert ["新乡市人力资源和社会保障局"] == found["issuer"]


def test_letterhead_issues_where_nobody_signs():
    """The body above the title, with only a date at the foot."""
    lines = [
        centred("河南省总工会", 150, size=50),
        centred("奖状", 300, size=90),
        *rows(*BODY, y=600, step=80),
        line("二〇二二年四月", 1000, 1500),
    ]
    found = values(one(page(lines)))
    assert (["河南省总工会"], ["2022-04"]) == (found["issuer"], found["date"])


def test_seal_issues_where_nothing_is_printed():
    """A clearly read seal is evidence of its own; an unclear one is doubtful."""
    box = (950, 1400, 1250, 1700)
    clear = one(certificate(*BODY, foot=("2023年5月",), seals=(seal("新乡市人民政府", box),)))
    faint = one(certificate(*BODY, foot=("2023年5月",), seals=(seal("新乡市人民政府", box, 0.7),)))
    assert (["新乡市人民政府"], True) == (values(clear)["issuer"], certain(clear, "issuer"))
    assert (["新乡市人民政府"], False) == (values(faint)["issuer"], certain(faint, "issuer"))


def test_issuer_under_a_seal_needs_a_second_look():
    """One reading under ink may have lost characters; the ring or the plain channel confirms it."""
    box = (900, 1400, 1250, 1700)
    once = one(certificate(*BODY, seals=(seal("★★★★", box, 0.4),)))
    ring = one(certificate(*BODY, seals=(seal("新乡市人民政府", box),)))
    look = Reading(
        1,
        "rapidocr",
        Channel.PLAIN,
        2.0,
        Box(900, 1450, 1300, 1600),
        (line("新乡市人民政府", 950, 1500, channel=Channel.PLAIN),),
    )
    twice = one(certificate(*BODY, seals=(seal("★★★★", box, 0.4),), more=(look,)))
    assert [False, True, True] == [certain(found, "issuer") for found in (once, ring, twice)]


def test_seal_of_another_body_contradicts():
    """The only seal, clearly read, names somebody else."""
    other = seal("新乡市红旗区体育协会", (950, 1400, 1250, 1700))
    issuer = one(certificate(*BODY, seals=(other,))).first("issuer")
    assert ("新乡市人民政府", "the seal says “新乡市红旗区体育协会”") == (
        issuer.value,
        issuer.doubt,
    )


def test_small_print_inside_a_seal_is_no_issuer():
    """The ring of a seal read as a line is smaller than the signature."""
    found = certificate(*BODY)
    ring = line("河南省总工会", 1000, 1450, size=14)
    lines = (*found.readings[0].lines, ring)
    assert ["新乡市人民政府"] == values(one(page(lines)))["issuer"]


@pytest.mark.parametrize(
    ("body", "recipient"),
    [
        (("新乡市公路管理局张建国同志：", "被评为先进个人，特发此证。"), "张建国"),
        (("张建国：", "被评为先进个人，特发此证。"), "张建国"),
        (("授予张建国同志“新乡市劳动模范”荣誉称号。", "特发此证。"), "张建国"),
        (("张建国同志在2022年工作中被评为先进个人，", "特发此证。"), "张建国"),
        (("姓名：张建国", "比赛成绩：第七名"), "张建国"),
        (
            ("新乡市公路事业发展中心养护科：", "被授予“全市先进集体”荣誉称号。", "特发此证。"),
            "新乡市公路事业发展中心养护科",
        ),
        (
            (
                "示例大学",
                "张建国",
                "在第三届大学生消防知识竞赛中，荣获：",
                "一等奖",
                "特发此证，以资鼓励。",
            ),
            "张建国",
        ),
    ],
)
def test_recipients(body, recipient):
    """People before units, in all the ways in which certificates address them."""
    assert [recipient] == read(*body)["recipient"]


@pytest.mark.parametrize(
    ("said", "rank"),
    [
        ("荣获一等奖", "一等奖"),
        ("荣获贰等奖", "二等奖"),
        ("荣获3等奖", "三等奖"),
        ("荣获第七名", "第7名"),
        ("荣获第十二名", "第12名"),
        ("荣获优秀奖", "优秀奖"),
        ("荣获金奖", "金奖"),
    ],
)
def test_ranks(said, rank):
    """Ranks in their normal form; a rank alone is not an honour too."""
    found = read("张建国同志：", f"在2021年新乡市职业技能竞赛中{said}，", "特发此证，以资鼓励。")
    assert ([rank], None) == (found["rank"], found.get("honour"))
    assert ["2021年新乡市职业技能竞赛"] == found["contest"]


def test_numbers_on_a_certificate():
    """证书编号 and the decision's number, cut out of prose by the known codes."""
    found = read(
        "张建国同志：",
        "根据新政〔2022〕15号文件，授予“新乡市先进个人”荣誉称号，特发此证。",
        foot=("证书编号：RY2023001806", "新乡市人民政府", "2022年5月"),
    )
    assert ["新政〔2022〕15号"] == found["document_number"]
    assert ["RY2023001806"] == found["certificate_number"]


def test_praise_is_no_name():
    """成绩优异 may look like one, as 成 is a surname."""
    assert "recipient" not in read("成绩优异在技能竞赛中荣获一等奖，", *BODY[3:])


def test_a_unit_that_nothing_names_as_the_recipient_is_in_doubt():
    """Where the name was not read, a row of another kind may be all that looks like one."""
    found = one(certificate("在技能竞赛中", "新乡市第二职业高级中学", "荣获一等奖，", "特发此证。"))
    (field,) = found.all("recipient")
    doubt = "a unit that no words name as the recipient"
    assert ("新乡市第二职业高级中学", doubt) == (field.value, field.doubt)


def test_plaque_without_recipient():
    """A plaque has contest, rank, issuers and date, and no title."""
    lines = [
        centred("新乡市2016年“示例杯”职工技能大赛", 200, size=60),
        centred("第一名", 700, size=200),
        *rows("新乡市总工会", "新乡市人力资源和社会保障局", "二〇一六年十二月", x=900, y=1500),
    ]
    found = one(page(lines))
    assert "award_certificate" == found.kind
    assert ["新乡市总工会", "新乡市人力资源和社会保障局"] == values(found)["issuer"]
    assert (["第1名"], ["2016-12"]) == (values(found)["rank"], values(found)["date"])


def test_unfilled_blanks_are_no_date():
    """二〇　年　月　日 on a form that nobody filled in."""
    assert "date" not in read(*BODY, foot=("新乡市人民政府", "二〇年月日"))


def test_illegible_month_is_doubtful():
    """2020年月26日: ink hid the month; what is left is a doubt and a want."""
    date = one(certificate(*BODY, foot=("新乡市人民政府", "2020年月26日"))).first("date")
    assert ("2020", "the date is cut off") == (date.value, date.doubt)


def test_a_character_behind_the_month_is_doubtful():
    """2009年12月年: a seal's rim made another character of the day."""
    date = one(certificate(*BODY, foot=("新乡市人民政府", "2009年12月年"))).first("date")
    assert ("2009-12", "the date is cut off") == (date.value, date.doubt)


def test_low_confidence_is_doubtful():
    """A name read faintly is asked for again, not passed."""
    lines = [
        centred("荣誉证书", 250, size=70),
        *rows(*BODY, y=600, step=80),
        line("新乡市人民政府", 950, 1500, confidence=0.5),
        line("2023年5月", 950, 1580),
    ]
    issuer = one(page(lines)).first("issuer")
    assert ("新乡市人民政府", "doubtful") == (issuer.value, issuer.certainty)


def test_text_layer_that_says_otherwise():
    """A PDF's own text is a claim: agreement is a source, contradiction a doubt."""
    made = certificate(*BODY)
    lines = made.readings[0].lines
    forged = [
        line(one.text.replace("新乡市人民政府", "河南省人民政府"), *one.box[:2]) for one in lines
    ]
    honest = one(page(lines, layer=lines)).first("issuer")
    lying = one(page(lines, layer=forged)).first("issuer")
    assert ("certain", ("pixels", "text_layer")) == (honest.certainty, honest.sources)
    assert ("新乡市人民政府", "text layer says “河南省人民政府”") == (lying.value, lying.doubt)


def test_fragments_of_a_ring_are_no_issuers():
    """A seal that was not found as one leaves parts of its text among the lines."""
    found = read(*BODY, foot=("力资源和社", "河南省人力资源和社会保障厅", "2014年12月18日"))
    assert ["河南省人力资源和社会保障厅"] == found["issuer"]


def test_contest_in_quotes_is_no_honour():
    """“振兴杯” names the contest, not what was won."""
    found = read(
        "张建国同志：",
        "荣获2016年新乡市“振兴杯”职业技能竞赛电工项目二等奖。",
        "特发此证，以资鼓励。",
    )
    assert (["二等奖"], None) == (found["rank"], found.get("honour"))


def test_a_seal_kept_for_a_purpose_alone_leaves_the_issuer_in_doubt():
    """业务专用章 names the body, but is not the seal that it confers awards with."""
    box = (1000, 1400, 1300, 1700)
    own = seal("新乡市人民政府", box)
    inner = Line("业务专用章", Box(*box), 0.99, "rapidocr", Channel.INNER)
    kept = replace(own, lines=(*own.lines, inner))
    found = one(certificate(*BODY, foot=("2023年5月",), seals=(kept,))).first("issuer")
    assert ("新乡市人民政府", "doubtful") == (found.value, found.certainty)
    printed = one(certificate(*BODY, seals=(kept,))).first("issuer")
    assert "seal" not in printed.sources


def test_a_second_seal_that_no_line_names_is_doubt_though_it_is_not_read_clearly():
    """Of two joint issuers one line was lost; its seal is misread in a character."""
    foot = ("新乡市总工会", "2023年5月")
    seals = (
        seal("新乡市总工会", (900, 1400, 1100, 1600)),
        seal("新乡市人力资源和社兰保障局", (1150, 1400, 1350, 1600), 0.9),
    )
    assert "doubtful" == one(certificate(*BODY, foot=foot, seals=seals)).first("issuer").certainty
    named = (seals[0], seal("新乡总工会", (1150, 1400, 1350, 1600), 0.9))
    assert "certain" == one(certificate(*BODY, foot=foot, seals=named)).first("issuer").certainty


def test_more_seals_side_by_side_than_issuers_are_doubt_where_one_is_like_none():
    """One of two printed issuers was lost, and neither grey seal was read right."""
    foot = ("新乡市人力资源和社会保障局", "2023年5月")
    first = seal("新乡市武力资源和社金保障局", (900, 1400, 1220, 1720), 0.9)
    second = seal("新乡保障局工会", (1220, 1480, 1540, 1800), 0.89)
    issuer = one(certificate(*BODY, foot=foot, seals=(first, second))).first("issuer")
    assert "a seal says “新乡保障局工会”, which no line names" == issuer.doubt
    apart = seal("新乡保障局工会", (200, 300, 520, 620), 0.89)
    alone = one(certificate(*BODY, foot=foot, seals=(first, apart))).first("issuer")
    assert "which no line names" not in (alone.doubt or "")


def test_an_issuer_of_a_seal_alone_is_doubtful_where_two_pictures_of_it_differ():
    """The surest reading of a ring may be wrong in a character as well."""
    box = (1000, 1400, 1300, 1700)
    ring = seal("国网河南省电力公司", box)
    other = Line("国属河南省电力公司", Box(*box), 0.8, "rapidocr", Channel.RING)
    seals = (replace(ring, lines=(*ring.lines, other)),)
    found = one(certificate(*BODY, foot=("2023年5月",), seals=seals)).first("issuer")
    assert ("国网河南省电力公司", "doubtful") == (found.value, found.certainty)


def test_a_name_begun_twice_is_doubtful():
    """`河河南省总工会`: the first stroke lay in two crops."""
    foot = ("河河南省总工会", "2023年5月")
    assert "doubtful" == one(certificate(*BODY, foot=foot)).first("issuer").certainty


def test_a_date_that_one_pass_garbled_is_taken_from_another_in_doubt():
    """`20T9年` is no year; the larger look says 2019."""
    again = line("2019年2月13日", 950, 1570, channel=Channel.PLAIN)
    look = Reading(1, "rapidocr", Channel.PLAIN, 1.1, None, (again,))
    garbled = certificate(*BODY, foot=("新乡市人民政府", "20T9年2月13日"), more=(look,))
    found = one(garbled).first("date")
    assert ("2019-02-13", "doubtful") == (found.value, found.certainty)


@pytest.mark.parametrize(
    ("said", "contest"),
    [
        (
            "授予朱志远同志由河南省总工会主办、河南省水利厅承办的2006年安康杯劳动竞赛二等奖。",
            "2006年安康杯劳动竞赛",
        ),
        (
            "授予毛博文同志2010年全省职业技能大赛电工项目一等奖。",
            "2010年全省职业技能大赛电工项目",
        ),
        (
            "你在2019年新乡市职工技术运动会电工比赛中·成绩优异，荣获二等奖。",
            "2019年新乡市职工技术运动会电工比赛",
        ),
    ],
)
def test_contests_in_the_sentence_that_names_them(said, contest):
    """Without who is honoured, who held it and what was won."""
    assert [contest] == read(said, "特发此证。")["contest"]


@pytest.mark.parametrize(
    "address", ["张建国同志：", "张建国：", "张建国　同志:", "张建国（同志）：", "张建国（先生）："]
)
def test_forms_of_address(address):
    """The courtesy is no part of the name, in brackets or without."""
    assert ["张建国"] == read(address, *BODY[1:])["recipient"]


def test_a_contest_does_not_begin_with_the_verb():
    """张建国同志获得2023年…竞赛一等奖: what was won is not part of its name."""
    found = read("张建国同志获得2023年新乡市职业技能竞赛一等奖。", *BODY[3:])
    assert ["2023年新乡市职业技能竞赛"] == found.get("contest", ["2023年新乡市职业技能竞赛"])


@pytest.mark.parametrize("inner", ["合同专用章", "合同专用章（1）", "业务专用章(2)"])
def test_numbered_seals_for_one_purpose_are_no_signature(inner):
    """Bodies number such seals; the number changes nothing."""
    one_seal = SealText("新乡市总工会", "", 1, Box(0, 0, 9, 9), 0.99, "r", inner)
    assert one_seal.of_a_part
    assert not replace(one_seal, inner="新乡").of_a_part
