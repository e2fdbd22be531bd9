import json
from dataclasses import asdict

import pytest

from pipeline.keeping import check_bag
from review.desk.keeping.archived_cases import archived_applicants, archived_case, batch_events
from tests.review.desk.cases import case

BATCH = "xinxiang-2024-001"


@pytest.fixture
def decided(published, person, now, settings):
    """XX001, rejected by Li; XX002, whom nobody decided."""
    from review.desk.flow.deciding import Intent, decide
    from review.desk.models.decisions import Choice

    settings.SAMPLE_SHARE = 0
    first, _ = published(case("XX001"), case("XX002"))
    intent = Intent(Choice.REJECT, "issuer", first.version, text="名录里没有")
    return decide(person("li", "reviewer"), first.pk, intent, now)


@pytest.fixture
def bag(decided, tmp_path, monkeypatch):
    """The files of a bag that tell what people did, where verify.py looks for them."""
    archived = archived_case(BATCH, "XX001")
    (tmp_path / "data").mkdir()
    lines = [json.dumps(asdict(event), ensure_ascii=False) + "\n" for event in archived.events]
    (tmp_path / "data/record.jsonl").write_text("".join(lines))
    (tmp_path / "data/decisions.json").write_text(json.dumps(archived.work))
    monkeypatch.setattr(check_bag, "BAG", tmp_path)
    return tmp_path / "data"


def test_a_decision_is_archived_whole_with_its_person(decided):
    archived = archived_case(BATCH, "XX001")
    (item,) = archived.work["items"]
    (decision,) = item["decisions"]
    assert ({"account": "li", "name": "li审核员"}, "reject", "名录里没有") == (
        decision["by"],
        decision["choice"],
        decision["text"],
    )
    assert "on_site" == archived.standing
    assert {"item.decided"} == {one.action for one in archived.events}


def test_another_applicants_events_are_no_part_of_it(decided):
    assert () == archived_case(BATCH, "XX002").events
    assert ["batch.published"] == [one.action for one in batch_events(BATCH)]
    assert [(BATCH, "XX001"), (BATCH, "XX002")] == archived_applicants(BATCH, "")
    assert [(BATCH, "XX002")] == archived_applicants("", "XX002")


def test_the_bags_own_program_holds_decisions_against_the_record(bag, settings):
    """With the key each link is that of what it says; a decision told otherwise shows."""
    assert ([], []) == (check_bag.decisions(), check_bag.record(settings.RECORD_KEY))
    assert check_bag.record(b"another key")
    text = (bag / "decisions.json").read_text()
    (bag / "decisions.json").write_text(text.replace('"reject"', '"accept"'))
    assert ["decision/"] == [one[:9] for one in check_bag.decisions()]


def test_an_event_that_was_rewritten_shows_by_the_key(bag, settings):
    lines = (bag / "record.jsonl").read_text()
    (bag / "record.jsonl").write_text(lines.replace("名录里没有", "名录里有"))
    assert [] == check_bag.record(b"")
    assert check_bag.record(settings.RECORD_KEY)
    assert check_bag.decisions()
