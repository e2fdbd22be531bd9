from tests.extractors.documents.conftest import centred, line, one, page, read, rows, seal, values

HEAD = [
    centred("新乡市人民政府文件", 350, size=90),
    centred("新政〔2021〕37号", 560),
]
TITLE = [
    centred("新乡市人民政府关于表彰2021年度全市防", 740, size=44),
    centred("汛救灾先进集体和先进个人的决定", 820, size=44),
]
MAIN = [
    *rows(
        "各县（市、区）人民政府，市人民政府各部门：",
        "    2021年7月，我市遭遇历史罕见的特大暴雨。市人民政府决定，授",
        "予新乡市河道管理处抢险队等6个单位“全市防汛救灾先进集体”称",
        "号，授予郑国平等12名同志“全市防汛救灾先进个人”称号。",
        "附件：1.全市防汛救灾先进集体名单",
        "      2.全市防汛救灾先进个人名单",
        y=960,
        step=70,
    ),
]
SIGNED = rows("新乡市人民政府", "2021年11月18日", x=900, y=1600, step=70)
FIRST = [*HEAD, *TITLE, *MAIN, *SIGNED]
LISTS = [
    line("附件1", 200, 200),
    centred("全市防汛救灾先进集体名单", 300, size=44),
    *rows("新乡市河道管理处抢险队", "卫辉市城关镇人民政府", "石磊班组", y=420),
    line("附件2", 200, 700),
    centred("全市防汛救灾先进个人名单", 800, size=44),
    *rows(
        "（共5名，排名不分先后）",
        ("郑国平", "新乡市河道管理处"),
        ("韩　玉", "牧野区应急救援中心"),
        ("石", "磊", "新乡市园林绿化中心"),
        ("新乡市中心医院：袁秀英、范志强", ""),
        y=900,
    ),
]


def test_decision_with_attachments():
    """Red head, number, title on two rows, addressee, date; people of the second list only."""
    found = one(page(FIRST), page(LISTS, number=2))
    assert (1, 2) == found.pages
    assert {
        "issuer": ["新乡市人民政府"],
        "title": ["新乡市人民政府关于表彰2021年度全市防汛救灾先进集体和先进个人的决定"],
        "document_number": ["新政〔2021〕37号"],
        "addressee": ["各县(市、区)人民政府,市人民政府各部门"],
        "date": ["2021-11-18"],
        "honour": ["全市防汛救灾先进集体", "全市防汛救灾先进个人"],
        "named_person": ["郑国平", "韩玉", "石磊", "袁秀英", "范志强"],
    } == values(found)
    assert "repeated" in found.first("issuer").sources


def test_list_goes_on_over_pages():
    """Names on a later page belong to the heading of the page before."""
    more = page(rows(("田广军", "延津县公路管理站"), ("贺文涛", "新乡市气象局")), number=3)
    found = one(page(FIRST), page(LISTS, number=2), more)
    assert ["田广军", "贺文涛"] == values(found)["named_person"][-2:]


def test_joint_red_head():
    """Two bodies beside one 文件; the number is the first issuer's."""
    head = [
        line("中共河南省委", 250, 300, size=80),
        line("文件", 1150, 350, size=80),
        line("河南省人民政府", 250, 430, size=80),
        centred("豫发〔2020〕18号", 600),
        centred("关于表彰河南省劳动模范和先进工作者的决定", 760, size=44),
    ]
    foot = rows(("中共河南省委", "河南省人民政府"), "2020年11月26日", x=500, y=1600)
    found = values(one(page([*head, *MAIN, *foot])))
    assert ["中共河南省委", "河南省人民政府"] == found["issuer"]
    assert ["豫发〔2020〕18号"] == found["document_number"]


def test_titles_that_name_several_issuers():
    """The issuers set above 关于 belong to the title, whole."""
    head = [
        *HEAD,
        centred("中共新乡市委 新乡市人民政府", 700, size=44),
        centred("关于表彰2021年度先进个人的决定", 780, size=44),
    ]
    title = values(one(page([*head, *MAIN, *SIGNED])))["title"]
    assert ["中共新乡市委新乡市人民政府关于表彰2021年度先进个人的决定"] == title


def test_number_quoted_in_the_text_is_not_the_documents_own():
    """A document without a number of its own has none."""
    text = rows(
        "各单位：",
        "    根据《关于做好表彰工作的通知》（豫人社办〔2022〕93号）要求，",
        "决定授予王芳同志“先进个人”称号。",
        y=960,
    )
    found = values(one(page([*TITLE, *text, *SIGNED])))
    assert "document_number" not in found
    assert ["王芳"] == found["named_person"]


def test_honour_without_quotation_marks():
    """对…等5名X予以表彰: the words before 予以 are the honour."""
    text = rows(
        "各单位：",
        "    市人民政府决定，对朱卫东等5名2012年度城市建设管理先进个人予以",
        "表彰。",
        y=960,
    )
    found = values(one(page([*HEAD, *TITLE, *text, *SIGNED])))
    assert ["2012年度城市建设管理先进个人"] == found["honour"]


def test_two_decisions_in_one_file():
    """A second red head begins a second document."""
    documents = read(page(FIRST), page(LISTS, number=2), page(FIRST, number=3)).documents
    assert [(1, 2), (3,)] == [document.pages for document in documents]


def test_certificate_after_a_decision_is_a_document_of_its_own():
    """A title of another kind ends the decision."""
    certificate = page(
        [
            centred("荣誉证书", 250, size=70),
            *rows("张建国同志：", "被评为先进个人，特发此证。", y=600),
        ],
        number=2,
    )
    kinds = [document.kind.value for document in read(page(FIRST), certificate).documents]
    assert ["commendation_document", "award_certificate"] == kinds


def test_seal_almost_like_the_issuer_is_doubtful():
    """One of the two was misread; a person or a larger reading tells which."""
    box = (900, 1500, 1200, 1800)
    found = one(page(FIRST, seals=(seal("新乡市人民致府", box, 0.99),)))
    assert "doubtful" == found.first("seal_text").certainty


def test_issuer_in_the_title_breaks_over_rows():
    """新乡市总工 / 会关于…: the title begins where the issuer's name does."""
    head = [
        *HEAD,
        centred("新乡市人力资源和社会保障局新乡市总工", 700, size=44),
        centred("会关于公布2019年职工技能比赛获奖名单的通知", 780, size=44),
    ]
    names = page(
        [
            line("附件", 200, 200),
            centred("2019年职工技能比赛电工项目获奖", 300, size=44),
            centred("名单", 380, size=44),
            *rows(("侯海涛", "汤芳", "袁晓辉"), ("刘超", "刘淑芬", "丁磊"), y=500),
        ],
        number=2,
    )
    found = values(one(page([*head, *MAIN, *SIGNED]), names))
    assert found["title"] == [
        "新乡市人力资源和社会保障局新乡市总工会关于公布2019年职工技能比赛获奖名单的通知"
    ]
    assert ["侯海涛", "汤芳", "袁晓辉", "刘超", "刘淑芬", "丁磊"] == found["named_person"][:6]


def test_forms_of_one_character_are_one():
    """A reader's 決 is 决: with drops or ice the word is the same, and the title is found."""
    title = [line.text for line in TITLE]
    read_so = [
        centred(text.replace("决", "決"), 740 + 80 * n, size=44) for n, text in enumerate(title)
    ]
    found = one(page([*HEAD, *read_so, *MAIN, *SIGNED]))
    assert ["".join(title)] == values(found)["title"]
    assert "決" in found.first("title").raw


def test_title_may_break_within_its_last_word():
    """…先进个人的决 / 定: what stands on the last row is no word by itself."""
    broken = [
        TITLE[0],
        centred("汛救灾先进集体和先进个人的决", 820, size=44),
        centred("定", 900, size=44),
    ]
    found = values(one(page([*HEAD, *broken, *MAIN, *SIGNED])))
    assert ["新乡市人民政府关于表彰2021年度全市防汛救灾先进集体和先进个人的决定"] == found["title"]
    assert ["新政〔2021〕37号"] == found["document_number"]
    assert ["各县(市、区)人民政府,市人民政府各部门"] == found["addressee"]
