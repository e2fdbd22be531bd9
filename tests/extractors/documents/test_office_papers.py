from __future__ import annotations

from tests.extractors.documents.conftest import centred, line, one, page, read, rows, values

NOTICE = [
    *rows("国家知识产权局", ("453000 新乡市平原路1号", "发文日：2025年06月12日"), y=80),
    *rows(("申请号：202519876543.5", "发文序号：2025061200123450"), y=300),
    centred("专 利 申 请 受 理 通 知 书", 420, size=50),
    *rows(
        "根据专利法第28条及其实施细则的规定，申请人提出的专利申请已由国家知识产权局受理：",
        "申请号：202519876543.5",
        "申请日：2025年06月12日",
        "申请人：新乡市示例研究院",
        "发明人：张三,李四",
        "发明创造名称：一种夹具的制备方法",
        "经核实，国家知识产权局确认收到文件如下：",
        y=560,
    ),
]


def test_an_acceptance_notice_says_what_it_is_and_of_which_application():
    """受理通知书: no patent number, but the application's; its bar codes agree."""
    found = one(page(NOTICE, barcodes=["2025198765435", "2025061200123450"]))
    assert "other" == found.kind
    assert {
        "paper": ["专利申请受理通知书"],
        "application_number": ["202519876543.5"],
        "dispatch_number": ["2025061200123450"],
        "dispatch_date": ["2025-06-12"],
        "application_date": ["2025-06-12"],
        "applicant": ["新乡市示例研究院"],
        "inventor": ["张三", "李四"],
        "title": ["一种夹具的制备方法"],
        "issuer": ["国家知识产权局"],
    } == values(found)
    assert "barcode" in found.first("application_number").sources
    assert "barcode" in found.first("dispatch_number").sources


def test_a_publication_is_read_by_its_codes_and_is_no_grant():
    """The front page of kind A: values below and beside the codes, in their own column."""
    found = one(
        page(
            [
                *rows(
                    ("(19)国家知识产权局", "(12)发明专利申请"),
                    ("(10)申请公布号 CN 123456780 A", "(43)申请公布日 2025.08.05"),
                    "(21)申请号 202518765432.0",
                    "(22)申请日 2025.05.06",
                    "(71)申请人 新乡市示例材料有限公司",
                    ("地址 453000 河南省新乡市平原路"),
                    "(72)发明人 张三　李四　王五",
                    "(74)专利代理机构 新乡示例专利代理有限公司",
                    ("(51)Int.Cl.", "B66F 3/24(2006.01)"),
                    "(54)发明名称",
                    size=28,
                ),
                line("一种用于城市道路养护车辆的可拆卸液压", 230, 795, size=28),
                line("举升装置", 200, 830, size=28),
                line("(57)摘要", 200, 900, size=28),
                line("本发明公开了一种举升装置。", 230, 940, size=28),
            ],
            barcodes=["http://epub.cnipa.gov.cn/patent/CN123456780A"],
        )
    )
    assert "other" == found.kind
    told = values(found)
    assert {"grant_number", "grant_date", "patent_number"}.isdisjoint(told)
    assert (["发明专利申请"], ["202518765432.0"], ["CN123456780A"], ["2025-08-05"]) == tuple(
        told[name] for name in ("paper", "application_number", "publication_number", "publication_date")
    )  # fmt: skip
    assert ["一种用于城市道路养护车辆的可拆卸液压举升装置"] == told["title"]
    assert ["张三", "李四", "王五"] == told["inventor"]
    assert (["新乡市示例材料有限公司"], ["B66F 3/24"]) == (told["applicant"], told["ipc"])
    assert "qr_code" in found.first("publication_number").sources


def test_a_register_extract_tells_the_state_of_its_patent():
    """专利登记簿副本: no certificate; what it says of the patent is told."""
    found = one(
        page(
            [
                centred("专利登记簿副本", 200, size=50),
                *rows(
                    "专利号：ZL202010430096.0",
                    "发明名称：一种夹具",
                    "专利权人：王芳",
                    "法律状态：专利权有效",
                    "国家知识产权局",
                    y=400,
                ),
            ]
        )
    )
    told = values(found)
    assert ("other", ["202010430096.0"], ["专利权有效"]) == (
        found.kind,
        told["application_number"],
        told["legal_status"],
    )


def test_each_case_of_a_list_of_hearings_is_a_paper_of_its_own():
    """口审公告: patents under attack; numbers without dot get their check digit's dot."""
    first, second = read(
        page(
            [
                line("国家知识产权局 中国及多国专利审查信息查询", 100, 50),
                *rows(("申请号/专利号：", "例如：2010101995057"), y=140),
                *rows(
                    ("外观设计", "拼装积木（圆形）"),
                    ("案件编号：6W100123", "申请号/专利号：2023365432160", "申请人：甲公司",
                     "口审日期：2026-05-21【14:00】"),
                    y=300, step=50,
                ),
                *rows(
                    ("发明专利", "一种装置的控制方法"),
                    ("案件编号：4W100456", "申请号/专利号：2017165432198", "申请人：乙公司",
                     "口审日期：2026-05-20【09:00】"),
                    y=480, step=50,
                ),
            ]
        )
    ).documents  # fmt: skip
    assert {"other"} == {first.kind, second.kind}
    assert {
        "site": ["cpquery"],
        "patent_type": ["design"],
        "title": ["拼装积木(圆形)"],
        "case_number": ["6W100123"],
        "application_number": ["202336543216.0"],
        "hearing_date": ["2026-05-21"],
    } == values(first)
    assert (["201716543219.8"], ["invention"]) == (
        values(second)["application_number"],
        values(second)["patent_type"],
    )


def test_a_notice_in_english_translation():
    """A certified translation: labels in English, the date in words, below its label."""
    found = one(
        page(
            rows(
                "China National Intellectual Property Administration",
                ("45300", "Date of Issuance:"),
                ("Room 1, No. 7, Example Road", "15 May 2024"),
                ("Application No. or Patent No.: 202418765434.5", "Dispatch Serial No.: 2024051500765430"),
                "Applicant/Patentee: Example People's Hospital",
                "Title of Invention: A Spare-part Storage System",
                "Notice of Acceptance of Application",
                size=28,
            )
        )
    )  # fmt: skip
    assert "other" == found.kind
    assert {
        "paper": ["Notice of Acceptance of Application"],
        "dispatch_date": ["2024-05-15"],
        "application_number": ["202418765434.5"],
        "dispatch_number": ["2024051500765430"],
        "applicant": ["Example People's Hospital"],
        "title": ["A Spare-part Storage System"],
    } == values(found)
