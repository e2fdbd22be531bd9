import pytest

from extractors.documents.classify import _CLUES
from tests.extractors.documents.conftest import centred, line, one, page, rows


def _page(title, *texts):
    return page([centred(title, 200, size=60), *rows(*texts, y=400)])


LOOK_ALIKES = {
    "filing receipt": _page(
        "专利申请受理通知书",
        "申请号：202519765432.7",
        "申请日：2025年06月18日",
        "申请人：示例大学",
        "发明人：张大山,李小川",
        "发明创造名称：一种高强度轻质隔热砖块的制造方法及其用途",
        "经核实，国家知识产权局确认收到文件如下：",
    ),
    "notice of grant": _page(
        "授予发明专利权通知书",
        "申请号：202010430096.0",
        "发明名称：一种装置",
        "根据专利法的规定，决定授予专利权",
    ),
    "register extract": _page(
        "专利登记簿副本",
        "专利号：ZL 2020 1 0430096.0",
        "专利申请日：2020年05月20日",
        "专利权人：示例大学",
        "授权公告日：2021年07月02日",
    ),
    "front page of a publication": _page(
        "(12) 发明专利申请",
        ("(10) 申请公布号 CN 198765430 A", "(43) 申请公布日 2025.08.12"),
        "(21)申请号 202519876505.X",
        "(22) 申请日 2025.05.14",
        "(71)申请人 新乡示例新型材料有限公司",
        "(72) 发明人 张大山 李小川 孙洋",
        "(54) 发明名称",
    ),
    "front page of a grant": _page(
        "(12) 发明专利",
        ("(10)授权公告号 CN 111472379 B", "(45) 授权公告日 2021.07.02"),
        "(21)申请号 202010430096.0",
        "(73)专利权人 示例大学",
        "(72)发明人张大山、孙洋、李小川",
    ),
    "software copyright": _page(
        "计算机软件著作权登记证书",
        "证书号：软著登字第98765432号",
        "著作权人：示例大学",
        "登记号：2022SR9234567",
    ),
    "third-party search": _page(
        "天眼查",
        ("申请号/专利号：2020104300960", "发明名称：一种装置"),
        ("专利类型：发明专利", "案件状态：专利权维持"),
        "授权公告号：CN111472379B",
    ),
    "hearing list of cpquery": _page(
        "中国及多国专利审查信息查询",
        ("申请号/专利号：2020396543202", "口审日期：2026-05-21"),
    ),
    "fee receipt": _page(
        "国家知识产权局专利缴费收据", "专利号：ZL 2020 1 0430096.0", "专利权人：王芳"
    ),
    "identity card": _page("居民身份证", "姓名 王芳", "公民身份号码 410702197210162358"),
    "proof of employment": _page(
        "在职证明",
        "兹证明孟艳同志系我单位在职职工，从事保管员工作，现任技师岗位，情况属实。",
        "特此证明。",
        "新乡市种子管理站",
        "2019年6月7日",
    ),
    "letter of appointment": _page(
        "聘书", "王芳同志：", "兹聘任您为一级工勤岗位。特发此证。", "新乡市图书馆", "2019年6月7日"
    ),
    "story of deeds": _page(
        "王芳同志先进事迹材料",
        "王芳同志工作兢兢业业，荣获新乡市先进工作者荣誉称号，被评为市级标兵。",
        "二〇二一年五月",
    ),
    "company's certificate": _page(
        "高新技术企业证书",
        "企业名称：新乡市某某机械有限公司",
        "发证时间：2020年12月4日",
        "2020年12月4日",
    ),
    "certificate of a management system": _page(
        "质量管理体系认证证书", "兹证明新乡市某某机械有限公司", "2020年12月4日"
    ),
    "certificate of a course": _page(
        "培训合格证书", "王芳同志：", "参加安全培训，考核合格，特发此证。", "2020年12月4日"
    ),
    "blank": page([line("2", 800, 2200)]),
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_look_alikes_are_other(name):
    """What imitates evidence is none: no number, issuer or person that a claim could rest on."""
    found = one(LOOK_ALIKES[name])
    assert "other" == found.kind
    assert not {"patent_number", "patentee", "recipient", "name"} & set(found.names())


KINDS = {
    "diploma": _page(
        "毕业证书",
        "学生王芳，性别女，1975年3月生，修完三年制课程，成绩合格，准予毕业。",
        "新乡市职业中等专业学校",
        "1993年7月1日",
    ),
    "appraisal_record": _page(
        "事业单位工作人员年度考核登记表",
        "（2020年度）",
        ("姓名：王芳", "性别：女"),
        "考核等次：优秀",
    ),
    "publicity_notice": _page(
        "公示证明",
        "我单位对王芳同志的申报材料，于2024年3月22日至3月29日进行了公示，公示期间无异议。",
        "新乡市档案馆",
        "2024年4月1日",
    ),
    "award_certificate": _page(
        "奖状", "王芳同志：", "被评为2022年度先进个人，特发此证。", "某某有限公司", "2023年1月"
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_by_their_title(kind):
    """Kinds outside the main line are told apart too; a company's award is still an award."""
    assert kind == one(KINDS[kind]).kind


def test_personal_records_keep_name_and_result():
    """An appraisal's date is the year assessed; a diploma's and a notice's is the signature's."""
    found = {kind: one(KINDS[kind]) for kind in ("appraisal_record", "diploma", "publicity_notice")}
    short = {
        kind: tuple(document.first(name).value for name in ("name", "date", "result"))
        for kind, document in found.items()
    }
    assert {
        "appraisal_record": ("王芳", "2020", "优秀"),
        "diploma": ("王芳", "1993-07-01", "毕业"),
        "publicity_notice": ("王芳", "2024-04-01", "无异议"),
    } == short


def test_no_clue_has_a_group():
    """All of them are tried as one pattern first, in which groups would have other numbers."""
    assert [] == [clue.pattern.pattern for clue in _CLUES if clue.pattern.groups]
