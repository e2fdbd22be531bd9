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

QR = "http://epub.cnipa.gov.cn/cred/CN111472379B"


def test_since_2024_everything_stands_on_one_page(invention):
    """Two labels share a line, the title wraps, and the filing-time list is kept apart."""
    found = one(page(invention, barcodes=(QR,)))
    assert {
        "patent_type": ["invention"],
        "patent_number": ["ZL202010430096.0"],
        "certificate_number": ["7668232"],
        "title": ["一种用于城市道路养护车辆的液压举升装置及其控制方法"],
        "inventor": ["李晓东", "王芳", "欧阳建国"],
        "inventor_at_filing": ["李晓东", "王芳"],
        "patentee": ["新乡市公路事业发展中心", "河南省中原机械厂"],
        "application_date": ["2020-05-20"],
        "grant_date": ["2025-01-14"],
        "grant_number": ["CN111472379B"],
        "qr_url": [QR],
        "issuer": ["国家知识产权局"],
    } == values(found)
    assert found.kind == "patent_certificate"
    assert found.first("patent_number").sources == ("pixels", "check_digit")
    assert found.first("grant_number").sources == ("pixels", "qr_code")
    assert found.first("grant_date").sources == ("pixels", "repeated")


def test_box_and_raw_are_of_the_value_alone(invention):
    """A value that shares its line with a label has its own part of the line's box."""
    number = one(page(invention)).first("patent_number")
    whole = next(one for one in invention if "ZL" in one.text)
    assert "ZL 2020 1 0430096.0" == number.raw
    assert whole.box.x0 < number.box.x0 < number.box.x1 <= whole.box.x1


def test_before_2018_designers_and_the_issuer_in_the_seal():
    """A design certificate on paper: 设计人, separators read as colons, issuer only in the seal."""
    found = one(
        page(
            [
                line("证书号第9870123号", 150, 200),
                centred("外观设计专利证书", 450, size=60),
                *rows(
                    "外观设计名称：仪表托架装置",
                    "设 计 人：张小川：刘立新：吴大山：孙洋",
                    "专 利 号：ZL 2017 3 9456789.3",
                    "专利申请日：2017年05月16日",
                    "专利权人：新乡示例精密机械有限公司",
                    "授权公告日：2017年12月01日",
                    "本外观设计经过本局依照中华人民共和国专利法进行初步审查，决定授予专利权，颁",
                    y=650,
                    step=90,
                ),
                line("2017年12月01日", 1000, 1900),
                line("第1页（共1页）", 700, 2100),
            ],
            seals=(seal("中华人民共和国国家知识产权局", (950, 1700, 1250, 2000)),),
        )
    )
    assert ["design"] == values(found)["patent_type"]
    assert ["张小川", "刘立新", "吴大山", "孙洋"] == values(found)["inventor"]
    assert ["国家知识产权局"] == values(found)["issuer"]
    assert ("seal",) == found.first("issuer").sources
    assert found.first("grant_number") is None


def test_second_page_belongs_to_the_certificate():
    """第2页 (共2页) lists who was inventor at filing; its labels lack 申请日时."""
    first = page(
        [
            line("证书号第9860456号", 200, 200),
            centred("发明专利证书", 400, size=60),
            *rows(
                "发明名称：一种可折叠管道阀门自动检修设备",
                "发明人：张大山;赵小川",
                "专利号：ZL 2021 1 9345670.4",
                "专利申请日：2021年11月08日",
                "专利权人：新乡示例精密机械有限公司",
                ("授权公告日：2023年03月07日", "授权公告号：CN 187654320 B"),
                y=600,
                step=90,
            ),
            line("第 1 页 (共 2 页)", 700, 2100),
            line("其他事项参见续页", 680, 2160),
        ]
    )
    second = page(
        rows(
            "专利号：ZL 2021 1 9345670.4",
            "申请日时本专利记载的申请人、发明人信息如下：",
            "申请人：",
            "新乡示例精密机械有限公司",
            "发明人：",
            "张大山;赵小川;刘立新",
            "第 2 页 (共 2 页)",
        ),
        number=2,
    )
    found = one(first, second)
    assert (1, 2) == found.pages
    assert ["张大山", "赵小川"] == values(found)["inventor"]
    assert ["张大山", "赵小川", "刘立新"] == values(found)["inventor_at_filing"]
    assert ["新乡示例精密机械有限公司"] == values(found)["patentee"]


def _inventors(*lines):
    text = [
        centred("发明专利证书", 400, size=60),
        line("发明名称：一种装置", 200, 600),
        *(line(text, x, y) for text, x, y in lines),
        line("专利号：ZL 2020 1 0430096.0", 200, 800),
        line("专利权人：新乡市公路事业发展中心", 200, 900),
    ]
    return one(page(text))


def test_line_wrap_replaces_the_separator():
    """The name after a wrap is a new name."""
    found = _inventors(("发明人：李晓东;王芳;赵小川", 200, 680), ("刘立新;孙洋", 320, 716))
    assert ["李晓东", "王芳", "赵小川", "刘立新", "孙洋"] == values(found)["inventor"]


def test_name_broken_by_a_wrap_is_one_name():
    """A single character at a line's end is the beginning of the next line's name."""
    found = _inventors(
        ("发明人：李晓东;王芳;赵", 200, 680), ("小川;欧阳", 320, 716), ("建国", 320, 752)
    )
    assert ["李晓东", "王芳", "赵小川", "欧阳建国"] == values(found)["inventor"]


def test_names_run_together_are_doubtful_and_keep_their_rank():
    """Nothing is dropped from the list, for the order is the rank."""
    found = _inventors(("发明人：李晓东;王志新何洋;孙洋", 200, 680))
    assert ["李晓东", "王志新何洋", "孙洋"] == values(found)["inventor"]
    assert ["certain", "doubtful", "certain"] == [f.certainty for f in found.all("inventor")]


def test_names_run_together_are_cut_where_the_page_says_them_apart():
    """申请日时发明人 prints the same names with separators."""
    found = _inventors(
        ("发明人：李晓东;王志新何洋;孙洋", 200, 680),
        ("申请日时发明人：李晓东;王志新;何洋;孙洋", 200, 740),
    )
    assert ["李晓东", "王志新", "何洋", "孙洋"] == values(found)["inventor"]
    assert certain(found, "inventor")


def test_wrong_check_digit_is_kept_and_doubtful(invention):
    """What was read is never mended toward a number that would fit."""
    wrong = [line(one.text.replace("096.0", "096.1"), one.box.x0, one.box.y0) for one in invention]
    number = one(page(wrong)).first("patent_number")
    assert ("ZL202010430096.1", "the check digit is wrong") == (number.value, number.doubt)


def test_confusions_of_a_fixed_form_are_undone_in_the_value(invention):
    """O among digits is 0; the raw text keeps what was read."""
    read = [line(one.text.replace("0430096.0", "O43OO96.O"), *one.box[:2]) for one in invention]
    number = one(page(read)).first("patent_number")
    assert "ZL202010430096.0" == number.value
    assert "O43OO96.O" in number.raw


def test_old_number_of_eight_digits():
    """Numbers of 1989 to 2003 have eight digits and a check digit that may be X."""
    found = one(
        page(
            [
                centred("实用新型专利证书", 400, size=60),
                *rows(
                    "实用新型名称：一种扳手",
                    "设 计 人：王建国",
                    "专 利 号：ZL 98 2 11883.X",
                    "申 请 日：1998年05月20日",
                    "专利权人：王建国",
                    "授权公告日：1999年11月17日",
                    y=600,
                    step=80,
                ),
            ]
        )
    )
    assert ["ZL98211883.X"] == values(found)["patent_number"]
    assert certain(found, "patent_number")


def test_qr_code_that_contradicts_makes_the_grant_number_doubtful(invention):
    """The printed number stays the value; the contradiction is said."""
    other = "http://epub.cnipa.gov.cn/cred/CN111472370B"
    number = one(page(invention, barcodes=(other,))).first("grant_number")
    assert ("CN111472379B", "the QR code says CN111472370B") == (number.value, number.doubt)


def test_patentees_stay_apart_where_the_separator_is_read_as_a_colon(invention):
    read = [line(one.text.replace("中心;", "中心："), *one.box[:2]) for one in invention]
    expected = ["新乡市公路事业发展中心", "河南省中原机械厂"]
    assert expected == values(one(page(read)))["patentee"]


def test_the_address_of_another_site_is_kept_for_the_rules(invention):
    """A code that leads elsewhere is no code of the office; beside the office's it says nothing."""
    foreign = "http://epub.cnipa-gov.cn/cred/CN111472379B"
    assert [foreign] == values(one(page(invention, barcodes=(foreign,))))["qr_url"]
    assert [QR] == values(one(page(invention, barcodes=(foreign, QR))))["qr_url"]
    assert "qr_url" not in values(one(page(invention, barcodes=("2020104300960",))))


def test_kind_letter_read_as_a_digit(invention):
    """CN1114723798 is CN111472379B; without the QR code that is a doubt."""
    read = [line(one.text.replace("379 B", "3798"), *one.box[:2]) for one in invention]
    alone = one(page(read)).first("grant_number")
    agreed = one(page(read, barcodes=(QR,))).first("grant_number")
    assert ("CN111472379B", "doubtful") == (alone.value, alone.certainty)
    assert ("CN111472379B", "certain") == (agreed.value, agreed.certainty)


def test_kind_of_another_type_is_doubtful(invention):
    """An invention's certificate cannot carry a utility model's number."""
    read = [line(one.text.replace("379 B", "379 U"), *one.box[:2]) for one in invention]
    assert "doubtful" == one(page(read)).first("grant_number").certainty


def test_register_sheet_states_the_present_owner():
    """专利权转移 bound to a certificate: the present owner is the patentee, the former is not."""
    found = one(
        page(
            rows(
                "中华人民共和国国家知识产权局",
                ("专利号:ZL201019654321.2", "证书号：9850789"),
                "专利权转移",
                "原专利权人名称:欧阳川",
                "现专利权人名称:新乡示例机械设备有限公司",
                "现专利权人地址、邮政编码：453000,新乡市牧野区",
                "著录项目变更生效日:2013年09月11日",
                "2013年11月07日",
                "第2页共2页",
            )
        )
    )
    assert "patent_certificate" == found.kind
    assert ["新乡示例机械设备有限公司"] == values(found)["patentee"]
    assert "grant_date" not in values(found)


def test_two_certificates_in_one_file_are_two_documents(invention):
    """Each 第1页 (共1页) begins a certificate of its own."""
    other = [line(one.text.replace("7668232", "7668233"), *one.box[:2]) for one in invention]
    documents = [(d.kind.value, d.pages) for d in _read(page(invention), page(other, number=2))]
    assert [("patent_certificate", (1,)), ("patent_certificate", (2,))] == documents


def _read(*pages):
    from tests.extractors.documents.conftest import read

    return read(*pages).documents
