"""What counts as read exactly, as doubtful, and as wrong but certain."""

import pytest

from benchmarks.scoring import Tally, counterpart, misses, normal, score, wilson


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (10, 10, 0.7225, 1.0),
    ],
)
def test_intervals_are_those_of_the_literature(k, n, low, high):
    """The first four: Newcombe (1998), table I, method 3."""
    assert (low, high) == pytest.approx(wilson(k, n), abs=0.00006)


def test_a_share_of_nothing_has_no_interval():
    """A set without a field shows a dash instead of dividing by zero."""
    assert "–" == str(Tally())
    assert "15/148 6.2–16.0 %" == str(Tally(15, 148))


def _value(value, *, certainty="certain", doubt=None):
    return {"value": value, "certainty": certainty, "doubt": doubt}


def _award(*, kind="award_certificate", pages=(1,), **fields):
    """A document as read: strings are certain values."""
    return {
        "kind": kind,
        "pages": list(pages),
        "fields": {
            name: [_value(one) if isinstance(one, str) else one for one in values]
            for name, values in fields.items()
        },
    }


def _truth(*documents, traits=()):
    return {"file": "a.pdf", "pages": 1, "documents": list(documents), "traits": traits}


def _wanted(*, kind="award_certificate", pages=(1,), **fields):
    return {"kind": kind, "pages": list(pages), "fields": fields}


def _scored(wanted, *found, **how):
    return score([_truth(wanted, **how)], {"a.pdf": found})


ISSUERS = ("新乡市人民政府", "新乡市总工会")


@pytest.mark.parametrize(
    ("found", "exact", "certain_errors"),
    [
        (ISSUERS, 1, 0),
        (ISSUERS[::-1], 0, 1),
        (ISSUERS[:1], 0, 1),
        ((*ISSUERS, "河南省总工会"), 0, 1),
        ((ISSUERS[0], _value("新乡市总工", certainty="doubtful")), 0, 0),
        ((), 0, 0),
    ],
    ids=["whole", "other order", "one missing", "one too many", "one doubted", "not found"],
)
def test_a_list_is_right_as_a_whole(found, exact, certain_errors):
    """A missing issuer is an error that was called certain; a field not found is a miss only."""
    result = _scored(_wanted(issuer=list(ISSUERS)), _award(issuer=found))
    assert (exact, 1) == (result.all_exact().k, result.all_exact().n)
    assert (certain_errors, 1) == (result.certain_errors().k, result.certain_errors().n)


def test_doubt_is_counted_among_what_was_read_correctly():
    """A doubtful value that is wrong is no needless doubt."""
    result = _scored(
        _wanted(issuer=["新乡市总工会"], recipient=["张建国"], date=["2020-05-01"]),
        _award(
            issuer=[_value("新乡市总工会", certainty="doubtful")],
            recipient=["张建国"],
            date=[_value("2020-06-01", certainty="doubtful")],
        ),
    )
    assert (1, 2) == (result.doubtful().k, result.doubtful().n)


def test_a_decisive_field_that_nobody_printed_is_invented():
    """It is counted where it was called certain, and apart from the fields that stand there."""
    sure = _scored(_wanted(recipient=["张建国"]), _award(recipient=["张建国"], date=["2020-05"]))
    assert ["date"] == [one.name for one in sure.invented]
    assert 1 == sure.all_exact().n
    doubtful = _value("2020-05", certainty="doubtful")
    unsure = _scored(_wanted(recipient=["张建国"]), _award(recipient=["张建国"], date=[doubtful]))
    assert [] == unsure.invented


def test_a_document_of_another_kind_misses_all_its_fields():
    """Its values are not looked for under another name, and nothing of it is wrong but certain."""
    result = _scored(_wanted(date=["2020-05"]), _award(kind="other", date=["2020-05"]))
    assert (0, 1) == (result.kinds.k, result.kinds.n)
    assert (0, 0) == (result.all_exact().k, result.certain_errors().k)
    assert ["a.pdf: award_certificate taken for ['other']"] == result.wrong_kinds


@pytest.mark.parametrize(("read_as", "taken"), [("patent_certificate", 1), ("other", 0)])
def test_a_look_alike_taken_for_a_patent_is_counted(read_as, taken):
    """No notice of acceptance may pass for a certificate."""
    assert taken == _scored(_wanted(kind="other"), _award(kind=read_as)).taken_for_patents


def test_a_second_kind_on_the_page_is_wrong_unless_it_stands_there():
    """Two papers on one page have a kind each; one paper has one."""
    award, decision = _award(), _award(kind="commendation_document")
    assert 0 == _scored(_wanted(), award, decision).kinds.k
    both = _truth(_wanted(), _wanted(kind="commendation_document"))
    assert 2 == score([both], {"a.pdf": [award, decision]}).kinds.k


def test_of_two_papers_on_a_page_the_one_most_alike_is_meant():
    """The order they were found in says nothing."""
    one, two = _award(recipient=["张建国"]), _award(recipient=["李红"])
    wanted = _wanted(recipient=["李红"])
    assert two["fields"] == counterpart(wanted, [one, two]) == counterpart(wanted, [two, one])


def test_a_paper_on_another_page_is_not_meant():
    """Fields of the next page's certificate do not stand in for those of this one."""
    assert {} == counterpart(_wanted(date=["2020"]), [_award(pages=(2,), date=["2020"])])


@pytest.mark.parametrize(
    ("name", "given", "form"),
    [
        ("title", "一种 Ａ型（改进）泵", "一种A型(改进)泵"),
        ("contest", "“安康杯”劳动竞赛", "安康杯劳动竞赛"),
        ("honour", "“先进个人”荣誉称号", "先进个人"),
        ("title", "“先进个人”称号", "“先进个人”称号"),
    ],
)
def test_values_are_compared_in_one_form(name, given, form):
    """One width, no spaces; only titles conferred lose quotation marks and 称号."""
    assert (form,) == normal(name, [given])


def test_seals_stand_in_any_order_and_issuers_do_not():
    """Seals stand side by side; the first issuer is the one that leads."""
    assert normal("seal_text", ISSUERS) == normal("seal_text", ISSUERS[::-1])
    assert normal("issuer", ISSUERS) != normal("issuer", ISSUERS[::-1])


def test_dates_of_every_name_count_in_one_row():
    """Filing, grant and signature are dates alike."""
    wanted = _wanted(kind="patent_certificate", application_date=["2019"], grant_date=["2020"])
    read = _award(kind="patent_certificate", application_date=["2019"], grant_date=["2021"])
    row = _scored(wanted, read).exact()["date"]
    assert (1, 2) == (row.k, row.n)


def test_traits_count_decisive_fields_only():
    """A rank is no decisive field."""
    wanted = _wanted(date=["2020"], rank=["一等奖"])
    rows = _scored(wanted, _award(date=["2020"]), traits=("plaque",)).by_trait()
    assert {"plaque": "1/1 20.7–100.0 %"} == {name: str(one) for name, one in rows.items()}


def test_misses_show_certain_errors_first():
    """Whoever looks for what to mend sees the worst first."""
    wanted = _wanted(date=["2020"], recipient=["张建国"], rank=["一等奖"])
    lines = list(misses(_scored(wanted, _award(date=["2020"], recipient=["张建围"]))))
    assert ["CERTAIN", "a.pdf"] == [lines[0].split()[0], lines[1].split()[0]]
    assert "张建围" in lines[0]
    assert 2 == len(lines)
