import json
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from evidence.documents import Document, DocumentKind
from evidence.findings import Result
from evidence.places import Place
from tests.review.desk.browser import complaints_of, serious
from tests.review.desk.cases import ISSUER_BOX, case, finding

NARROW = {"width": 683, "height": 384}
"""The office monitor at 200 %."""
TITLE_BOX = (80, 90, 520, 130)


def two_findings(number, **values):
    """One finding at the issuer, one at the title above it."""
    path = f"uploads/{number}/奖状.jpg"
    one = finding(number, **values)
    other = finding(
        number,
        rule="A4b",
        result=Result.UNSURE,
        explanation="名称读不清，请核对。",
        explanation_en="the title cannot be read.",
        declared="先进工作者",
        found="先进工作",
        suggestions=(),
        where=(
            Place(
                path,
                1,
                ISSUER_BOX._replace(**dict(zip(ISSUER_BOX._fields, TITLE_BOX, strict=True))),
            ),
        ),
    )
    return [one, other]


@pytest.fixture
def page(served, browser):
    """Four items, a mismatch, a doubt, a mismatch and a doubt; a reviewer who looks at the first."""
    served.publish(
        case("XX001", two_findings("XX001")),
        case("XX002", [finding("XX002", result=Result.UNSURE)], claims=((1, Result.UNSURE),)),
        case("XX003"),
        case("XX004", [finding("XX004", result=Result.UNSURE)], claims=((1, Result.UNSURE),)),
    )
    served.person("wang", "reviewer", display_name="王审核员")
    page = served.sign_in(browser, "wang")
    page.complaints = complaints_of(page)
    page.goto("/items/1/?in=batch%3Dxinxiang-2024-001")
    yield page
    assert [] == page.complaints


def test_the_chosen_findings_reading_is_chosen_in_the_form_until_somebody_chooses(page):
    form, chosen = page.locator("#correction-reading"), "#correction-reading option:checked"
    page.keyboard.press("c")
    expect(form).not_to_have_value("")
    first = page.locator(chosen).inner_text()
    assert "新乡市红旗区人民政府" in first
    page.get_by_label("我读作").fill("新乡市人民政府")
    page.locator(".choose").nth(1).click()
    assert first == page.locator(chosen).inner_text()


def keys(page, *names):
    for name in names:
        page.keyboard.press(name)


def chosen_box(page):
    """x, y, width, height of the box that is drawn with the thick outline, in page pixels."""
    return tuple(
        int(page.locator("#marks .chosen").get_attribute(name))
        for name in ("x", "y", "width", "height")
    )


def decisions(served):
    return served.rows("SELECT item_id, choice, reason FROM desk_decision ORDER BY id")


def test_three_items_are_decided_by_keyboard_alone(served, page):
    keys(page, "s", "1", "Enter")
    page.wait_for_url("**/items/2/**")
    keys(page, "a", "Enter")
    page.wait_for_url("**/items/3/**")
    keys(page, "d", "2", "Enter")
    page.wait_for_url("**/items/4/**")
    assert [
        (1, "reject", "issuer"),
        (2, "accept", "seen"),
        (3, "supplement", "document"),
    ] == decisions(served)
    assert [("补表彰文件",)] == served.rows(
        "SELECT supplement FROM desk_decision WHERE item_id = 3"
    )
    seconds = [row[0] for row in served.rows("SELECT seconds FROM desk_decision")]
    assert all(0 <= one < 60 for one in seconds)
    assert "第 4 / 4 件" in page.inner_text(".progress")
    assert [(4, "wang")] == served.rows(
        "SELECT i.id, p.username FROM desk_item i JOIN desk_person p ON p.id = i.holder_id"
    )


def test_overruling_a_mismatch_needs_a_reason_and_says_who_follows(served, page):
    keys(page, "a", "Enter")
    assert "请选择理由" in page.inner_text("#draft-line")
    assert "另一位复核员" in page.inner_text(".reasons:visible .follows")
    assert [] == decisions(served)
    keys(page, "3", "Enter")
    page.wait_for_url("**/items/2/**")
    assert [(1, "accept", "original")] == decisions(served)


def test_the_box_moves_with_the_finding_and_is_told(page):
    left, top, right, bottom = ISSUER_BOX
    assert (left, top, right - left, bottom - top) == chosen_box(page)
    keys(page, "ArrowDown")
    assert (80, 90, 440, 40) == chosen_box(page)
    assert "A4b ? 待核" == page.inner_text("#box-label")
    said = page.inner_text("#said")
    assert said.startswith("2 / 2：")
    assert "材料1 p1 上部中间" in said
    assert "2" == page.get_attribute("[data-block].chosen [aria-current]", "data-choose")[1:]
    keys(page, "ArrowUp")
    assert (left, top, right - left, bottom - top) == chosen_box(page)


def test_a_box_that_is_clicked_chooses_its_finding_and_moves_nothing(page):
    before = page.locator("#sheet").bounding_box()
    page.locator("#marks .other").first.click()
    assert "名称读不清" in page.inner_text("[data-block].chosen")
    assert before == page.locator("#sheet").bounding_box()


def test_the_chosen_box_is_in_view_and_lies_on_the_picture(page):
    keys(page, "+", "+", "+", "+", "ArrowDown")
    stage = page.locator("#stage").bounding_box()
    box = page.locator("#marks .chosen").bounding_box()
    assert stage["y"] <= box["y"]
    assert box["y"] + box["height"] <= stage["y"] + stage["height"]
    sheet = page.locator("#sheet").bounding_box()
    scale = sheet["width"] / 600
    assert abs(box["x"] + box["width"] / 2 - (sheet["x"] + 300 * scale)) < 3
    assert abs(box["y"] + box["height"] / 2 - (sheet["y"] + 110 * scale)) < 3


def test_a_turned_page_keeps_its_boxes_on_their_words(page):
    keys(page, "z")
    sheet, box = (page.locator(one).bounding_box() for one in ("#sheet", "#marks .chosen"))
    assert sheet["width"] > sheet["height"]
    scale = sheet["width"] / 800
    # (280, 420) on the upright page stands at (800 - 420, 280) on the page turned to the right.
    assert abs(box["x"] + box["width"] / 2 - (sheet["x"] + 380 * scale)) < 3
    assert abs(box["y"] + box["height"] / 2 - (sheet["y"] + 280 * scale)) < 3


def test_the_scan_moves_by_shift_and_arrows_while_the_finding_stays(page):
    keys(page, "+", "+", "+")
    before = page.locator("#sheet").bounding_box()
    keys(page, "Shift+ArrowDown")
    assert before["y"] - 60 == pytest.approx(page.locator("#sheet").bounding_box()["y"], abs=1)
    assert "发证单位不在" in page.inner_text("[data-block].chosen")


def test_the_arrows_change_no_decision_that_was_chosen(page):
    keys(page, "a", "ArrowDown", "ArrowDown")
    assert page.is_checked("[name=choice][value=accept]")


def test_keys_sleep_while_somebody_types(served, page):
    keys(page, "s", "1", "t")
    page.keyboard.type("sad x 2 [0]")
    assert "sad x 2 [0]" == page.input_value("#text")
    assert page.is_checked("[name=choice][value=reject]")
    keys(page, "Control+Enter")
    page.wait_for_url("**/items/2/**")
    assert [("sad x 2 [0]",)] == served.rows("SELECT text FROM desk_decision")


def test_every_key_is_listed(page):
    keys(page, "?")
    listed = page.inner_text("#keys tbody")
    for name in (
        "认可",
        "不予认可",
        "旋转",
        "下一条",
        "下一页",
        "适合宽度",
        "下一份",
        "放回队列，不作决定",
        "平移扫描图",
    ):
        assert name in listed
    assert "ArrowDown" not in listed


def test_a_draft_is_kept_while_writing_and_is_there_again(served, page):
    keys(page, "s", "1", "t")
    page.keyboard.type("与表彰文件不符")
    expect(page.locator("#draft-line")).to_contain_text("草稿已保存")
    ((content,),) = served.rows("SELECT content FROM desk_draft")
    assert "与表彰文件不符" == json.loads(content)["text"]
    page.reload()
    assert "与表彰文件不符" == page.input_value("#text")
    assert page.is_checked("[name=reason][value=issuer]")
    page.click("#discard")
    expect(page.locator("#draft-line")).to_contain_text("草稿已丢弃")
    assert [] == served.rows("SELECT content FROM desk_draft")


def kept_here(page):
    return page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('draft/'))")


def test_what_was_typed_at_the_last_moment_is_there_when_the_page_is_loaded_again(page):
    keys(page, "s", "1", "t")
    page.keyboard.type("与表彰文件不符")
    page.reload()
    assert "与表彰文件不符" == page.input_value("#text")
    assert page.is_checked("[name=choice][value=reject]")
    assert page.is_checked("[name=reason][value=issuer]")


def test_without_a_connection_it_is_kept_in_the_window(page):
    page.route("**/draft/", lambda route: route.abort())
    keys(page, "d", "2", "t")
    page.keyboard.type("请单位盖章")
    expect(page.locator("#draft-line")).to_contain_text("未能保存")
    page.reload()
    assert "请单位盖章" == page.input_value("#text")
    assert "补表彰文件" == page.input_value("#supplement")
    assert page.is_checked("[name=reason][value=document]")
    assert "已恢复您刚才填写的内容" in page.inner_text("#draft-line")
    page.unroute("**/draft/")
    page.click("#discard")
    expect(page.locator("#draft-line")).to_contain_text("草稿已丢弃")
    page.reload()
    assert "" == page.input_value("#text")
    page.complaints.clear()  # the requests that were broken off


def test_what_was_written_about_other_evidence_comes_back_without_its_choice(served, page):
    page.route("**/draft/", lambda route: route.abort())
    keys(page, "s", "1", "t")
    page.keyboard.type("与表彰文件不符")
    served.change("UPDATE desk_item SET version = version + 1 WHERE id = 1")
    page.reload()
    assert "与表彰文件不符" == page.input_value("#text")
    assert not page.locator("input[type=radio]:checked").count()
    assert "请重新选择" in page.inner_text("#draft-line")
    page.complaints.clear()


def test_a_text_of_a_draft_says_for_which_choice_it_was_written(page):
    keys(page, "s", "1", "t")
    page.keyboard.type("发证单位是区政府")
    keys(page, "Escape", "a")
    assert page.locator("#written-for").is_hidden(), "nothing came from a draft"
    keys(page, "s", "1")
    page.reload()
    assert page.locator("#written-for").is_hidden()
    keys(page, "a")
    assert "说明写于选择“不予认可”时" in page.inner_text("#written-for")
    keys(page, "s")
    assert page.locator("#written-for").is_hidden()
    keys(page, "a", "t")
    page.keyboard.type("，不是市政府")
    assert page.locator("#written-for").is_hidden()


def test_what_was_decided_leaves_nothing_in_the_window_and_no_draft(served, page):
    keys(page, "s", "1", "t")
    page.keyboard.type("与文件不符")
    keys(page, "Control+Enter")
    page.wait_for_url("**/items/2/**")
    assert [] == kept_here(page)
    page.wait_for_timeout(700)
    assert [] == served.rows("SELECT content FROM desk_draft")


def test_whoever_signs_out_leaves_nothing_in_the_window(page):
    keys(page, "s", "1", "t")
    page.keyboard.type("与文件不符")
    assert ["draft/1/1"] == kept_here(page)
    page.click("form[action='/logout/'] button")
    page.wait_for_url("**/login/**")
    assert [] == kept_here(page)


def test_what_was_written_just_before_leaving_is_kept_and_the_item_is_given_back(served, page):
    keys(page, "s", "t")
    page.keyboard.type("写到一半")
    page.goto("/queue/")
    page.wait_for_timeout(500)
    ((content,),) = served.rows("SELECT content FROM desk_draft")
    assert "写到一半" == json.loads(content)["text"]
    assert [(None,)] == served.rows("SELECT holder_id FROM desk_item WHERE id = 1")


def test_a_page_that_is_loaded_again_keeps_the_item(served, page):
    for _ in range(3):
        page.reload()
    page.wait_for_timeout(500)
    assert [(1,)] == served.rows("SELECT holder_id FROM desk_item WHERE id = 1")


def test_the_applicants_page_keeps_the_item(served, page):
    page.click(".crumbs a[data-stays]")
    page.wait_for_url("**/applicants/**")
    page.wait_for_timeout(500)
    assert [(1,)] == served.rows("SELECT holder_id FROM desk_item WHERE id = 1")


def test_escape_twice_gives_the_item_back(served, page):
    keys(page, "Escape", "Escape")
    page.wait_for_url("**/queue/?batch=xinxiang-2024-001")
    assert [(None,)] == served.rows("SELECT holder_id FROM desk_item WHERE id = 1")


def test_a_page_whose_item_somebody_else_took_over_says_so(served, page, browser):
    served.person("li", "reviewer", display_name="李审核员")
    served.change("UPDATE desk_item SET lease_until = '2001-01-01' WHERE id = 1")
    other = served.sign_in(browser, "li")
    other.goto("/items/1/")
    page.wait_for_selector("#news:visible", timeout=8000)
    assert "李审核员" in page.inner_text("#news")


def test_the_page_does_not_scroll_on_the_office_monitor(page):
    for key in ("a", "e"):
        keys(page, key)
        assert page.evaluate(
            "[document.documentElement.scrollHeight <= innerHeight, document.documentElement.scrollWidth <= innerWidth]"
        ) == [True, True]
    assert page.locator("button.main").is_visible()


@pytest.mark.parametrize("size", [None, NARROW])
@pytest.mark.parametrize("english", [False, True])
def test_nothing_serious_for_axe(page, size, english):
    if english:
        page.get_by_role("button", name="English").click()
        page.wait_for_selector("html[lang=en]")
    if size:
        page.set_viewport_size(size)
    keys(page, "a", "e")
    assert [] == serious(page)


def test_at_200_percent_nothing_is_cut_off_and_the_decision_is_reached(served, page):
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    keys(page, "s", "1", "Enter")
    page.wait_for_url("**/items/2/**")
    assert [(1, "reject", "issuer")] == decisions(served)


def test_a_file_without_pages_says_why_in_place_of_the_scan(served, browser):
    from evidence.cases import StoredUpload
    from evidence.errors import Problem
    from evidence.uploads import Admission, Origin, Upload, UploadOutcome, UploadStatus

    problem = Problem("E-PDF-LOCKED", "PDF已加密，无法打开。", "The PDF is encrypted.")
    path = "uploads/XX001/密.pdf"
    upload = Upload(
        path, "XX001", Origin.APPLICANT, "b" * 64, 9, "application/pdf", Admission.REFUSED, problem
    )
    one = case("XX001", [finding("XX001", where=(Place(path),))])
    locked = StoredUpload(
        UploadOutcome(upload, UploadStatus.REFUSED, problem), f"store/bb/{'b' * 64}"
    )
    served.publish(replace(one, uploads=(*one.uploads, locked)))
    served.person("wang", "reviewer")
    page = served.sign_in(browser, "wang")
    page.goto("/items/1/")
    assert "PDF已加密，无法打开。" in page.inner_text("#no-picture")
    keys(page, "[")
    assert page.locator("#sheet").is_visible()


def test_pages_and_files_are_turned_by_keys(served, browser):
    one = case("XX001")
    second = replace(one.pages[0], upload="uploads/XX001/决定.pdf", number=1)
    third = replace(second, number=2)
    stored = one.uploads[0]
    upload = replace(stored.outcome.upload, path="uploads/XX001/决定.pdf")
    other = replace(stored, outcome=replace(stored.outcome, upload=upload))
    paper = Document("uploads/XX001/决定.pdf", "d" * 64, DocumentKind.COMMENDATION_DOCUMENT, (1, 2))
    dossier = replace(one.dossier, documents=(*one.dossier.documents, paper))
    served.publish(
        replace(one, dossier=dossier, uploads=(stored, other), pages=(*one.pages, second, third))
    )
    served.person("wang", "reviewer")
    page = served.sign_in(browser, "wang")
    page.goto("/items/1/")
    told = []
    for key in ("]", "]", "]", "o", "o", "["):
        keys(page, key)
        told.append(page.inner_text("#page-number"))
    assert [
        "材料2 第 1 / 2 页",
        "材料2 第 2 / 2 页",
        "材料2 第 2 / 2 页",
        "材料1 第 1 / 1 页",
        "材料2 第 1 / 2 页",
        "材料1 第 1 / 1 页",
    ] == told
