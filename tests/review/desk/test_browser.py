from tests.review.desk.cases import case


def test_somebody_signed_in_is_known_to_the_served_desk(served, browser):
    assert [1, 2] == served.publish(case("XX001"), case("XX002"))
    served.person("wang", "reviewer")
    page = served.sign_in(browser, "wang")
    page.goto("/queue/")
    assert "wang审核员" in page.inner_text("header")
    assert [("XX001",), ("XX002",)] == served.rows("SELECT number FROM desk_item ORDER BY id")
    assert [("wang", '["reviewer"]')] == served.rows("SELECT username, roles FROM desk_person")
