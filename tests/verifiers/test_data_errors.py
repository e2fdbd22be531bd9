"""Errors in the project's data files: each says which file, where, and has a code."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
import yaml

from evidence.errors import DataError
from verifiers import notices, version
from verifiers.authorities.kinds import load_kinds
from verifiers.authorities.words import words_from
from verifiers.data_files import data_error, load_checked, read_data, text_of_file
from verifiers.notices import load_notice, notice_from
from verifiers.rules import sentences, table

ID = "xinxiang-2024-22"
_HERE = Path(notices.__file__).parent
TEXT = read_data("verifiers.notices", f"{ID}.yaml")
OTHER = read_data("tests.verifiers.notices", "kaifeng-2025-9.yaml")


def refused(text, name=ID):
    with pytest.raises(DataError) as error:
        notice_from(text, name)
    return error.value


@pytest.mark.parametrize(
    ("old", "same", "wrong"),
    [
        ("service_start_certain: 1999-12-31", "2000-12-31", "2001-01-01"),
        ("level_two_certain: 2019-03-20", "2019-12-31", "2020-01-01"),
        ("level_three_certain: 2019-03-20", "2019-12-31", "2020-01-01"),
        ("opens: 2024-03-21", "2024-04-05", "2024-04-06"),
        ("closes: 2024-04-05", "2024-04-15", "2024-04-16"),
        ("effective_from: 2024-03-15", "2024-12-31", "2025-01-01"),
        ("retirement_women_workers: 50", "55", "56"),
        ("deferrable_years: [2023]", "[2019, 2023]", "[2018]"),
    ],
)
def test_boundaries_may_coincide_and_may_not_be_the_wrong_way_round(old, same, wrong):
    assert old in TEXT
    name = old.partition(":")[0]
    assert notice_from(TEXT.replace(old, f"{name}: {same}", 1), ID)
    error = refused(TEXT.replace(old, f"{name}: {wrong}", 1))
    assert "E-NOTICE-VALUE" == error.code
    assert f"{ID}.yaml" in error.problem.zh
    assert f"{ID}.yaml" in error.problem.en


def test_an_error_of_the_structure_says_where():
    error = refused(TEXT.replace("excellent_years: 2", "excellent_years: zwei", 1))
    assert "E-NOTICE-SCHEMA" == error.code
    assert "thresholds/excellent_years" in error.problem.zh
    assert "thresholds/excellent_years" in error.problem.en
    whole = refused("[]")
    assert ("E-NOTICE-SCHEMA", True) == (whole.code, " / " in whole.problem.zh)


def test_of_several_errors_the_first_by_place_is_told():
    wrong = TEXT.replace("excellent_years: 2", "excellent_years: zwei", 1)
    error = refused(wrong.replace("city: 新乡市", "city: 1", 1))
    assert "city" in error.problem.zh
    assert "excellent_years" not in error.problem.zh


def test_an_error_of_a_value_says_where():
    error = refused(TEXT.replace('audience_wide: "', 'audience_wide: "(', 1))
    assert "vocabulary/audience_wide" in error.problem.zh
    assert "vocabulary/audience_wide" in error.problem.en


def test_a_notice_bears_the_name_of_its_file():
    assert "id" in refused(TEXT, "xinxiang-2025-1").problem.zh
    assert ID == notice_from(TEXT, ID).id


def test_an_unknown_notice_is_told_with_those_that_are_known():
    with pytest.raises(DataError) as error:
        load_notice("zhengzhou-2031-1")
    for text in (error.value.problem.zh, error.value.problem.en):
        assert "zhengzhou-2031-1" in text
        assert ID in text
        assert ".yaml" not in text


def test_the_newest_of_several_notices_is_the_default(monkeypatch):
    """By the day it was issued, wherever its file stands in the folder."""
    later = OTHER.replace("id: kaifeng-2025-9", "id: aaa-2025", 1)
    assert "id: aaa-2025" in later
    texts = {f"{ID}.yaml": TEXT, "aaa-2025.yaml": later, "notes.txt": "x"}
    monkeypatch.setattr("verifiers.notices.notice.resources.files", lambda _package: _Folder(texts))
    load_notice.cache_clear()
    try:
        assert "aaa-2025" == load_notice().id
        assert ID == load_notice(ID).id
    finally:
        load_notice.cache_clear()


class _Folder:
    def __init__(self, texts):
        self._texts = texts

    def iterdir(self):
        return [_File(name, text) for name, text in self._texts.items()]

    def joinpath(self, name):
        return _HERE / name


class _File:
    def __init__(self, name, text):
        self.name, self._text = name, text

    def read_bytes(self):
        return self._text.encode()


@pytest.mark.parametrize(
    ("text", "code"),
    [("a: [", "E-X-YAML"), ("a: 2024-02-31", "E-X-YAML"), ("- 1", "E-X-SCHEMA")],
)
def test_every_data_file_is_checked_alike(text, code):
    with pytest.raises(DataError) as error:
        load_checked(text, "verifiers.notices", "notice.schema.json", "E-X", "某.yaml")
    assert code == error.value.code
    assert "某.yaml" in error.value.problem.zh


def test_an_error_says_what_to_do():
    problem = data_error("E-X", "某.yaml", "有误", "is wrong").problem
    assert ("E-X", "数据文件 某.yaml 有误，请更正后重试。") == (problem.code, problem.zh)
    assert "The data file 某.yaml is wrong. Mend it and try again." == problem.en


@pytest.mark.parametrize(
    "text",
    ["X1.one: {zh: 一}", "X1.one: {zh: 一, en: one, de: eins}", "X1.one: 一"],
)
def test_a_sentence_needs_both_languages_and_nothing_else(text, monkeypatch):
    monkeypatch.setattr(sentences, "read_data", lambda *_: text)
    with pytest.raises(DataError) as error:
        sentences.load_sentences.__wrapped__()
    assert "E-SENTENCES" == error.value.code
    assert "X1.one" in error.value.problem.zh
    assert "X1.one" in error.value.problem.en


def test_an_empty_value_is_named_as_missing():
    zh, en = sentences.say("H3.below", {"declared": "", "required": "", "found": ""})
    assert "未填写" in zh
    assert "not stated" in en
    assert "初中" in sentences.say("H3.below", {"declared": "初中", "found": ""})[0]


def test_a_description_needs_what_it_compares(monkeypatch):
    whole = yaml.safe_load(read_data("verifiers.rules", "descriptions.yaml"))
    del whole["H3"]["compares_en"]
    monkeypatch.setattr(table, "read_data", lambda *_: yaml.safe_dump(whole, allow_unicode=True))
    with pytest.raises(DataError) as error:
        table.load_descriptions.__wrapped__()
    assert "E-RULES-VALUE" == error.value.code
    assert "H3/compares_en" in error.value.problem.zh


def test_the_shared_sentences_are_those_of_several_rules():
    for family in table.SHARED:
        keys = [key for key, _, _ in table.sentences_of(family)]
        assert keys, family
        assert all(key.startswith(f"{family}.") for key in keys)
    assert [] == list(table.sentences_of("skil"))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("county: county_leaders", "county: county_chiefs", "county_chiefs"),
        ("{family: union, words", "{family: onion, words", "onion"),
        (
            "{family: congress, words: [中国人民政治协商会议",
            "{family: kongress, words: [中国人民政治协商会议",
            "kongress",
        ),
        ("{family: school, words", "{family: schule, words", "schule"),
        ("  own_unit: [", "  own_units: [", "own_units"),
    ],
)
def test_a_kind_or_family_that_is_nowhere_defined_is_named(old, new, named):
    text = read_data("verifiers.authorities", "grammar.yaml")
    assert old in text
    with pytest.raises(DataError) as error:
        words_from(text.replace(old, new, 1), load_kinds())
    assert "E-AUTHORITIES-KIND" == error.value.code
    assert named in error.value.problem.zh
    assert named in error.value.problem.en


def tree(folder, **files):
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


def versioned(monkeypatch, folder):
    monkeypatch.setattr(version.resources, "files", lambda package: folder / package)
    return version.rules_version.__wrapped__()


def test_the_rules_version_changes_with_every_file_that_decides(tmp_path, monkeypatch):
    files = {
        "evidence__a_dot_py": "1",
        "verifiers__b_dot_py": "2",
        "verifiers__rules__c_dot_yaml": "3",
        "verifiers__d_dot_json": "4",
    }
    first = versioned(monkeypatch, tree(tmp_path / "one", **files))
    assert re.fullmatch("[0-9a-f]{16}", first)
    assert first == versioned(monkeypatch, tree(tmp_path / "same", **files))
    for n, name in enumerate(files):
        changed = tree(tmp_path / f"changed{n}", **{**files, name: "9"})
        assert first != versioned(monkeypatch, changed), name
        fewer = {one: text for one, text in files.items() if one != name}
        fewer |= {"evidence__z_dot_txt": "", "verifiers__z_dot_txt": ""}
        assert first != versioned(monkeypatch, tree(tmp_path / f"fewer{n}", **fewer)), name
    moved = {**files, "verifiers__e_dot_json": files["verifiers__d_dot_json"]}
    del moved["verifiers__d_dot_json"]
    assert first != versioned(monkeypatch, tree(tmp_path / "moved", **moved))


def test_the_rules_version_does_not_change_with_what_decides_nothing(tmp_path, monkeypatch):
    files = {"evidence__a_dot_py": "1", "verifiers__b_dot_py": "2"}
    first = versioned(monkeypatch, tree(tmp_path / "one", **files))
    more = {
        **files,
        "verifiers__notes_dot_txt": "x",
        "evidence__a_dot_pyc": "x",
    }
    folder = tree(tmp_path / "more", **more)
    cached = folder / "verifiers" / "__pycache__"
    cached.mkdir(exist_ok=True)
    (cached / "b.py").write_text("x", encoding="utf-8")
    assert first == versioned(monkeypatch, folder)


def test_the_rules_version_is_a_hash_of_names_and_contents(tmp_path, monkeypatch):
    folder = tree(tmp_path, evidence__a_dot_py="1", verifiers__b_dot_py="2")
    digest = hashlib.sha256(b"evidence/a.py\x001\x00verifiers/b.py\x002\x00").hexdigest()
    assert digest[:16] == versioned(monkeypatch, folder)


def test_a_key_written_twice_is_refused_with_its_line():
    """The second would silently win, and a rule bear another rule's policy."""
    text = read_data("verifiers.notices", f"{ID}.yaml")
    twice = text.replace(
        "    carried_by: evidence\n", "    carried_by: evidence\n    carried_by: person\n", 1
    )
    with pytest.raises(DataError) as error:
        notice_from(twice, ID)
    assert "E-NOTICE-YAML" == error.value.code
    line = twice[: twice.index("    carried_by: evidence\n")].count("\n") + 1
    assert f"第{line}行" in error.value.problem.zh


def test_a_file_in_another_encoding_is_named_as_such(tmp_path):
    file = tmp_path / "通知.yaml"
    file.write_bytes("标题: 新乡市".encode("gb18030"))
    with pytest.raises(DataError) as error:
        text_of_file(file)
    assert "E-DATA-ENCODING" == error.value.code
    assert "UTF-8" in error.value.problem.zh
    file.write_bytes("标题: 新乡市".encode("utf-8-sig"))
    assert "标题: 新乡市" == text_of_file(file)
