from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict

from forms.questionnaire import Node, Questionnaire, described, read_answers, typed
from workflows import MAX_ROWS, Bundle, load_bundles

ANSWERS = {
    "road_class": "urban",
    "period": {"from": "2026-03-02", "to": "2026-05-01"},
    "occupy": {"part": "footway", "area_m2": 60.5, "days": 60},
    "emergency": False,
    "utilities": {"works": ["cable", "lamp"]},
    "trees": [{"species": "香樟", "dbh_cm": 18, "count": 6, "action": "transplant"}],
    "ancient_trees": [{"grade": 3, "action": "protection_zone"}],
}


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundles()["road-access"]


def test_answers_survive_the_way_to_the_browser_and_back(bundle: Bundle) -> None:
    assert read_answers(bundle.questions, typed(bundle.questions, ANSWERS)) == ANSWERS


def test_a_no_is_an_answer_and_what_hangs_on_it_is_not_asked(bundle: Bundle) -> None:
    sent = MultiDict({"occupy": "no", "occupy-area_m2": "60", "excavate": "no", "road_opened_on": "2020-01-01"})

    assert read_answers(bundle.questions, sent) == {"occupy": None, "excavate": None}


def test_a_no_survives_the_way_to_the_browser_and_back_and_nothing_is_made_of_silence(bundle: Bundle) -> None:
    answers = {"road_class": "urban", "occupy": None, "emergency": False, "trees": None}

    sent = typed(bundle.questions, answers)

    assert {name: sent.getlist(name) for name in sent} == {
        "road_class": ["urban"],
        "occupy": ["no"],
        "emergency": ["no"],
        "trees": ["no"],
    }
    assert read_answers(bundle.questions, sent) == answers


def test_full_width_digits_and_thousands_count_as_numbers(bundle: Bundle) -> None:
    sent = MultiDict({"occupy": "yes", "occupy-area_m2": "\uff11,\uff12\uff10\uff10.\uff15"})

    assert read_answers(bundle.questions, sent)["occupy"] == {"area_m2": 1200.5}


def test_what_is_no_number_stays_as_typed(bundle: Bundle) -> None:
    assert read_answers(bundle.questions, MultiDict({"green": "yes", "green-area_m2": "viel"}))["green"] == {
        "area_m2": "viel"
    }


def test_a_yes_without_rows_asks_for_one(bundle: Bundle) -> None:
    assert read_answers(bundle.questions, MultiDict({"trees": "yes"})) == {"trees": [{}]}


def test_blank_rows_are_dropped(bundle: Bundle) -> None:
    sent = MultiDict({"trees": "yes", "trees-0-count": "", "trees-1-count": "4"})

    assert read_answers(bundle.questions, sent) == {"trees": [{"count": 4}]}


def test_a_fault_stands_beside_its_control_and_others_are_given_back(app_context: None, bundle: Bundle) -> None:
    form = Questionnaire(bundle.questions, "en", {"occupy": {"area_m2": "x"}})

    homeless = form.blame([("occupy.area_m2", "Enter a number"), ("nowhere", "Lost")])

    assert form.errors == {"occupy-area_m2": ["Enter a number"]}
    assert homeless == ["Lost"]


def test_a_list_asked_for_more_has_one_more_row(app_context: None, bundle: Bundle) -> None:
    form = Questionnaire(bundle.questions, "en", ANSWERS, more="trees")

    trees = next(node for section in form.sections for node in section.nodes if node.name == "trees")
    assert len(trees.rows) == 2


def test_a_question_that_depends_on_a_yes_hangs_below_it(app_context: None, bundle: Bundle) -> None:
    form = Questionnaire(bundle.questions, "en", {})

    excavate = next(node for section in form.sections for node in section.nodes if node.name == "excavate")
    assert [node.name for node in excavate.children] == ["excavate-area_m2", "road_opened_on", "road_overhauled_on"]


def test_every_question_is_asked(app_context: None, bundle: Bundle) -> None:
    form = Questionnaire(bundle.questions, "en", {})

    asked = {node.question.key for section in form.sections for node in [*section.nodes, *_below(section.nodes)]}
    assert {question.key for question in bundle.questions} <= asked


def test_answers_read_as_words_with_units(app_context: None, bundle: Bundle) -> None:
    lines = dict(described(bundle.questions, ANSWERS, "en"))

    assert lines["What kind of road does the access join?"] == "Urban road"
    assert "Area occupied: 60.5 m²" in lines["Will the carriageway or footway be occupied?"]


@pytest.mark.parametrize(
    ("typed_day", "lang", "said"),
    [
        ("2026-12-05", "zh", "2026年12月5日"),
        ("2026-12-05", "en", "5 December 2026"),
        ("in December", "en", "in December"),
    ],
)
def test_a_day_is_written_out(app_context: None, bundle: Bundle, typed_day: str, lang: str, said: str) -> None:
    lines = described(bundle.questions, {"period": {"from": typed_day}}, lang)

    assert [text.endswith(said) for _question, text in lines] == [True]


@pytest.fixture
def app_context() -> Iterator[None]:
    app = Flask("forms")
    Babel(app, locale_selector=lambda: "en")
    with app.test_request_context():
        yield


def _below(nodes: list[Node]) -> list[Node]:
    return [child for node in nodes for child in node.children]


def test_rows_are_read_by_their_numbers_and_none_is_dropped(bundle: Bundle) -> None:
    sent = MultiDict({"trees": "yes", "trees-7-species": "b", "trees-0-species": "a", "trees-²-species": "c"})
    many = MultiDict({"trees": "yes", **{f"trees-{number}-species": "x" for number in range(MAX_ROWS + 1)}})

    assert read_answers(bundle.questions, sent)["trees"] == [{"species": "a"}, {"species": "b"}]
    assert len(read_answers(bundle.questions, many)["trees"]) == MAX_ROWS + 1  # type: ignore[arg-type]  # it is a list
