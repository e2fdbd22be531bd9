from storage.failures import reason_of


def test_a_reason_holds_no_password_and_no_key():
    """It goes into logs, alerts and onto pages."""
    environment = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI"}
    said = reason_of(
        OSError("no route to http://user:pass@store:9000/b, AKIDEXAMPLE wJalrXUtnFEMI"), environment
    )
    assert "no route to http://…@store:9000/b, … …" == said


def test_what_says_nothing_is_called_by_its_kind():
    assert "ConnectionError" == reason_of(ConnectionError(), {})
