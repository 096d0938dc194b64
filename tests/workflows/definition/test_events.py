import re
from collections.abc import Callable
from pathlib import Path

import pytest

from workflows import BundleError, EventCatalogue, EventType, Text, event_catalogue
from workflows.definition.events import FOLDER, parse_events, read_events

PLAINEST = """
[application.accepted]
name = { zh = "受理", en = "Accepted" }
icon = "check"
tone = "green"
notify = ["applicant"]
sentence = { zh = "{number} 已受理", en = "{number} is accepted" }
"""


def _read(source: str) -> EventType:
    (row,) = parse_events(source, "intake.toml")
    return row


def test_the_houses_catalogue_is_read_once() -> None:
    assert event_catalogue() is event_catalogue()
    assert read_events(FOLDER) == event_catalogue()


def test_a_row_is_read_with_its_type_texts_and_defaults() -> None:
    row = _read(PLAINEST)

    assert row == EventType(
        type="application.accepted",
        name=Text("受理", "Accepted"),
        icon="check",
        tone="green",
        notify=frozenset({"applicant"}),
        sentence=Text("{number} 已受理", "{number} is accepted"),
    )


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ('["applicant"]', '["everybody"]', "notify: there is no group called everybody"),
        ('["applicant"]', '["applicant"]\nmail = ["lead"]', "mail may name only groups that are notified"),
        ('["applicant"]', '["applicant"]\nurgency = "soon"', "urgency must be one of normal, urgent, not soon"),
        ('"green"', '"pink"', "tone must be one of"),
        ('icon = "check"\n', "", "icon is missing"),
        ('zh = "{number} 已受理", ', "", "zh is missing"),
        ('zh = "受理"', 'zh = " "', "application.accepted.name: zh says nothing"),
        ("{number} is accepted", "accepted", "must name the case"),
        ("{number} is accepted", "{number} of {title}", "must name the case"),
        ("{number} is accepted", "{number} is {", "must name the case"),
        ('notify = ["applicant"]\n', "", "there is no setting called sentence"),
        ("sentence", "sentences", "sentence is missing"),
        ('tone = "green"', 'tone = "green"\nbars_from = "rate"', "bars_from must be one of decide, extend, not rate"),
        ('tone = "green"', 'tone = "green"\non_behalf_of = "lead"', "on_behalf_of must be one of applicant, not lead"),
        ("[application.accepted]", "[[application.accepted]]", "must be of kind table"),
        ("[application.accepted]", "[application", "this is no TOML"),
    ],
)
def test_a_malformed_row_is_refused_with_its_place(was: str, becomes: str, fault: str) -> None:
    with pytest.raises(BundleError, match=re.escape("intake.toml")) as refused:
        _read(PLAINEST.replace(was, becomes))

    assert fault in str(refused.value)


def test_one_type_has_one_row(tmp_path: Path) -> None:
    for name in ("filing.toml", "intake.toml"):
        (tmp_path / name).write_text(PLAINEST, encoding="utf-8")

    with pytest.raises(BundleError, match=r"intake\.toml: the event application\.accepted has a row already"):
        read_events(tmp_path)


def test_a_sentence_is_said_in_the_persons_language() -> None:
    row = _read(PLAINEST)

    assert [row.say("DK1", language) for language in ("zh", "en")] == ["DK1 已受理", "DK1 is accepted"]


def test_an_event_the_catalogue_has_no_more_names_itself() -> None:
    found = EventCatalogue({}).find("application.blessed")

    assert (found.say("DK1", "en"), found.icon, found.tone) == ("application.blessed", "info", "grey")
    assert not found.notifies({})


def test_nobody_is_notified_where_the_payload_says_so() -> None:
    row = _read(PLAINEST.replace('tone = "green"', 'tone = "green"\nunless = { kind = "decision" }'))

    assert row.notifies({"kind": "opinion"})
    assert not row.notifies({"kind": "decision", "permit": "trees"})


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (lambda row: row.bars_from == "decide", {"application.drafted", "application.accepted"}),
        (lambda row: row.bars_from == "extend", {"extension.requested"}),
        (lambda row: row.breaks_limit, {"clock.red", "application.deemed_accepted", "application.check_overdue"}),
        (lambda row: row.grouped, {"material.added", "material.removed"}),
        (
            lambda row: row.urgency == "urgent",
            {*(f"application.emergency_{one}" for one in ("reported", "unreported", "overdue")), "permit.contradicted"},
        ),
    ],
)
def test_the_house_asks_for_events_by_what_they_mean(wanted: Callable[[EventType], bool], found: set[str]) -> None:
    assert event_catalogue().types(wanted) == found
