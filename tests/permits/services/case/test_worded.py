from permits.services.case.worded import NOTHING, question_at, value_at, value_in_words
from workflows import load_bundles

BUNDLE = load_bundles()["road-access"]
FORM = {"agent": {"phone": "13800000000"}, "answers": {"occupy": {"part": "footway", "days": 60}}}


def said(path: str) -> object:
    return value_in_words(BUNDLE, path, value_at(FORM, path))


def test_a_value_is_worded_by_the_path_of_its_field() -> None:
    assert said("agent.phone") == "138****0000"
    assert said("answers.occupy.part") == {"zh": "人行道", "en": "Footway"}
    assert said("answers.green") == said("answers.occupy.area_m2") == NOTHING


def test_a_question_is_found_in_its_group() -> None:
    found = question_at(BUNDLE.questions, "occupy.days")

    assert found is not None
    assert found.label.en == "Days occupied"
    assert question_at(BUNDLE.questions, "occupy.nights") is None
