from tests.extractors.documents.conftest import centred, line, one, page, rows, seal, values

COVER = [
    centred("河南省机关事业单位工勤技能岗位", 600, size=60),
    centred("高级技师考评申报表", 700, size=60),
    *rows(
        "姓名：冯建设",
        "单位：新乡市市直机关幼儿园",
        "地区：新乡市市直",
        "电话：0373-1234567",
        y=1100,
    ),
]
YEARS = ("2019年", "2020年", "2021年", "2022年", "2023年")


def _columns(cells, y):
    return [line(text, 200 + 220 * n, y) for n, text in enumerate(cells) if text]


TABLE = [
    *_columns(("姓 名", "冯建设", "性 别", "男", "民 族"), 200),
    *_columns(("出生年月", "1972年10月", "文化程度", "职业高中"), 270),
    *_columns(("参加工作时", "1991.09", "现岗位工种", "中式烹调师"), 340),
    line("间", 260, 372),
    *_columns(("现岗位等级", "二级", "现等级", "2015-03", "现等级证书", "2014-12-26"), 440),
    line("聘任时间", 640, 472),
    line("取得时间", 1090, 472),
    *_columns(("申报岗位工种", "", "中式烹调师", "", "申报岗位", "一级"), 540),
    line("等级", 1090, 572),
    *_columns(("身份证号码", "410702197210162358"), 640),
    *_columns(("是否存在禁止申报的情形", "", "否"), 710),
    centred("近 5 年年度考核结果", 800),
    *_columns((*YEARS, "审核人"), 860),
    *_columns(("合格", "优秀", "合格", "基本合格", "合格"), 920),
    centred("近 5 年年度优秀共产党员评定情况", 980),
    *_columns((*YEARS, "审核人"), 1040),
    *_columns(("", "优秀", "无", "是", ""), 1100),
    centred("其它主要申报资格条件", 1200),
    *[
        line(text, x, 1260)
        for text, x in (("序号", 180), ("获得表彰、奖励、业绩成果情况", 500), ("审核人", 1350))
    ],
    line("1", 200, 1360),
    *rows(
        "符合第（六）款第1项：2021年11月获得“全市防汛救灾先进个人”，表彰单位：",
        "中共新乡市委、新乡市人民政府，表彰文件：《关于表彰先进个人的决定》",
        "（新政〔2021〕37号），证书编号：2021-045",
        x=300,
        y=1320,
        step=40,
        size=26,
    ),
    line("2", 200, 1540),
    *rows(
        "符合第（六）款第5项：发明专利“一种液压举升装置”，专利号",
        "ZL202010430096.0，授权公告日2021-07-02，发明人第2名",
        x=300,
        y=1520,
        step=40,
        size=26,
    ),
]
OPINIONS = [
    line("本人提交的个人申报材料信息真实、准确。", 450, 300),
    line("申报人承诺", 200, 420),
    line("经审核、公示，以上情况属实，同意申报。", 450, 760),
    line("单位审", 200, 880),
    line("核意见", 200, 920),
    line("经审核，不同意申报。", 450, 1250),
    line("主管单", 200, 1330),
    line("位人事", 200, 1370),
    line("部门意", 200, 1410),
    line("见", 230, 1450),
    line("备注", 200, 1800),
]


def test_form_of_three_pages():
    """Cells beside labels that break over lines, year columns, items, opinions, seals."""
    found = one(
        page(COVER),
        page(TABLE, number=2),
        page(OPINIONS, number=3, seals=(seal("新乡市市直机关幼儿园", (1000, 860, 1300, 1160)),)),
    )
    assert ("application_form", (1, 2, 3)) == (found.kind, found.pages)
    assert {
        "姓名": ["冯建设"],
        "工作单位": ["新乡市市直机关幼儿园"],
        "地区": ["新乡市市直"],
        "性别": ["男"],
        "出生年月": ["1972-10"],
        "文化程度": ["职业高中"],
        "参加工作时间": ["1991-09"],
        "现岗位工种": ["中式烹调师"],
        "现岗位等级": ["二级"],
        "现等级聘任时间": ["2015-03"],
        "现等级证书取得时间": ["2014-12-26"],
        "申报岗位工种": ["中式烹调师"],
        "申报岗位等级": ["一级"],
        "身份证号": ["410702197210162358"],
        "是否存在禁止申报的情形": ["否"],
        "年度考核2019": ["合格"],
        "年度考核2020": ["优秀"],
        "年度考核2021": ["合格"],
        "年度考核2022": ["基本合格"],
        "年度考核2023": ["合格"],
        "优秀共产党员年度": ["2020;2022"],
        "单位审核意见": ["同意"],
        "主管部门意见": ["不同意"],
        "seal_text": ["新乡市市直机关幼儿园"],
        "claims.1.序号": ["1"],
        "claims.1.条件": ["1"],
        "claims.1.名称": ["全市防汛救灾先进个人"],
        "claims.1.授予单位": ["中共新乡市委", "新乡市人民政府"],
        "claims.1.文件名称": ["关于表彰先进个人的决定"],
        "claims.1.发文字号": ["新政〔2021〕37号"],
        "claims.1.证书编号": ["2021-045"],
        "claims.1.取得日期": ["2021-11"],
        "claims.2.序号": ["2"],
        "claims.2.条件": ["5"],
        "claims.2.名称": ["一种液压举升装置"],
        "claims.2.专利号": ["ZL202010430096.0"],
        "claims.2.专利类型": ["发明"],
        "claims.2.名次": ["2"],
        "claims.2.取得日期": ["2021-07-02"],
    } == values(found)


def _with_table(*changed):
    """The form with other content at the places of some cells."""
    places = {(one.box.x0, one.box.y0) for one in changed}
    kept = [one for one in TABLE if (one.box.x0, one.box.y0) not in places]
    return one(page(COVER), page([*kept, *changed], number=2))


def test_what_cannot_stand_in_a_cell_is_doubtful():
    """On a crooked copy a neighbour's content is read beside a label."""
    answer = next(line for line in TABLE if line.text == "410702197210162358")
    found = _with_table(line("13981076960", answer.box.x0, answer.box.y0)).first("身份证号")
    assert ("13981076960", "doubtful") == (found.value, found.certainty)


def test_an_empty_item_takes_no_line_of_the_one_above():
    """The form has rows for more items than most applicants have."""
    number = line("3", 220, 1640)
    found = one(page(COVER), page([*TABLE, number], number=2))
    assert ["1", "2"] == [field.value for field in found.fields if field.column == "序号"]
