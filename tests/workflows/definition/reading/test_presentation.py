"""How a bundle presents itself is read whole, and a mistake is named where it stands."""

from typing import Any

import pytest

from workflows.definition.form_fields import read_form as form
from workflows.definition.questions import Question, Text
from workflows.definition.reading.presentation import sections, start
from workflows.definition.tables import Table
from workflows.errors import BundleError

TEXT = {"zh": "文", "en": "text"}
QUESTIONS = [Question(key, "flag", Text("问", "ask")) for key in ("sign", "kitchen")]


def table(data: Any) -> Table:
    return Table(data, "x.toml, part")


def street(**more: object) -> dict[str, object]:
    fields = {"street": {"kind": "text", "name": TEXT, "pages": ["form"], **more}}
    return {"title": TEXT, "place": ["street"], "fields": fields}


def test_what_a_start_page_leaves_out_is_left_to_general_words() -> None:
    found = start(table({"title": TEXT}))

    assert (found.title, found.lead, found.sentence, found.icon) == (Text("文", "text"), None, None, "file")


def test_questions_stand_in_the_sections_that_name_them() -> None:
    (only,) = sections([table({"title": TEXT, "icon": "map", "questions": ["sign"]})], QUESTIONS)

    assert (only.icon, only.questions) == ("map", ("sign",))


@pytest.mark.parametrize("named", [["window"], ["sign", "sign"]])
def test_a_section_names_questions_and_each_once(named: list[str]) -> None:
    with pytest.raises(BundleError, match=r"x\.toml, part: no question called"):
        sections([table({"title": TEXT, "questions": named})], QUESTIONS)


def test_a_field_of_the_place_is_one_of_the_form() -> None:
    found = form(table(street(required="submission", register="roads", input=True)))

    field = found.fields["site.street"]
    assert (field.control, field.register, field.is_input, bool(field.required)) == ("site_street", "roads", True, True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": "phone"}, "kind must be one of"),
        ({"required": "screening"}, "required must be one of"),
        ({"register": "shops"}, "register must be one of"),
        ({"pages": ["desk"]}, "pages must be one of"),
        ({"colour": "red"}, "no setting called colour"),
        ({"kind": "geometry", "pages": ["case"]}, "the place names fields of text"),
    ],
)
def test_a_mistake_in_a_field_is_named_where_it_stands(changed: dict[str, object], said: str) -> None:
    with pytest.raises(BundleError, match=said):
        form(table(street(**changed)))


def test_the_place_is_made_of_its_fields() -> None:
    with pytest.raises(BundleError, match="the place names fields of text, not storey"):
        form(table({**street(), "place": ["storey"]}))
