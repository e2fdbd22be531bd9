import datetime as dt
import io

import pdfplumber
import pytest

from evidence.errors import MachineError
from review.rosters import press
from review.rosters.fonts import find_fonts
from review.rosters.people import rosters_of
from review.rosters.press import typeset_apart, typeset_into
from review.rosters.roster_pdf import roster_manuscript, roster_pdf
from review.rosters.typesetting import Manuscript


def test_a_list_set_apart_is_the_same_list(run, people):
    roster = rosters_of(run, *people)[1]
    assert roster_pdf(run, roster, find_fonts()) == typeset_apart(roster_manuscript(run, roster))


def test_a_template_that_fails_is_an_error_with_a_sentence(tmp_path):
    template = tmp_path / "broken.typ"
    template.write_text("#panic()")
    with pytest.raises(MachineError) as caught:
        typeset_apart(Manuscript(template, {}, dt.datetime(2024, 4, 8, tzinfo=dt.UTC)))
    assert "E-PAPER" == caught.value.code


def test_a_disk_without_room_is_said_to_be_full(tmp_path):
    template = tmp_path / "a.typ"
    template.write_text("a")
    manuscript = Manuscript(template, {}, dt.datetime(2024, 4, 8, tzinfo=dt.UTC))
    with open("/dev/full", "wb") as file, pytest.raises(MachineError) as caught:  # noqa: PTH123
        typeset_into(manuscript, file)
    assert "E-DISK-FULL" == caught.value.code


def test_setting_that_never_ends_is_given_up(tmp_path, monkeypatch):
    template = tmp_path / "endless.typ"
    template.write_text("#while true { }")
    monkeypatch.setattr(press, "_SECONDS", 1)
    with pytest.raises(MachineError) as caught:
        typeset_apart(Manuscript(template, {}, dt.datetime(2024, 4, 8, tzinfo=dt.UTC)))
    assert "E-PAPER" == caught.value.code


def test_a_machine_without_chinese_fonts_says_what_to_install(tmp_path, monkeypatch):
    """The child finds no fonts: it imports this module before ours."""
    (tmp_path / "sitecustomize.py").write_text(
        "import review.rosters.fonts as fonts\nfonts.find_fonts.__defaults__ = ((),)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    template = tmp_path / "a.typ"
    template.write_text("a")
    with pytest.raises(MachineError) as caught:
        typeset_apart(Manuscript(template, {}, dt.datetime(2024, 4, 8, tzinfo=dt.UTC)))
    assert "E-FONT" == caught.value.code
    assert "apt-get install fonts-noto-cjk" in caught.value.problem.zh


@pytest.mark.parametrize("text", ["\x00", "\ud800", "中" * 10_000])
def test_any_text_reaches_the_other_process(tmp_path, text):
    template = tmp_path / "text.typ"
    template.write_text(
        "#let data = json(bytes(sys.inputs.data))\n#set text(font: data.fonts.body)\n#data.text"
    )
    created = dt.datetime(2024, 4, 8, tzinfo=dt.UTC)
    pdf = typeset_apart(Manuscript(template, {"text": f"始{text}终"}, created))
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        found = "".join(page.extract_text() for page in document.pages)
    assert ("始", "终") == (found.strip()[0], found.strip()[-1])
