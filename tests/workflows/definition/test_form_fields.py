"""Fields of the form are read whole, and every mistake in their declaration is named where it stands."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from workflows import FIELD_PARTS, fields_on, form_fields, load_bundles
from workflows.definition import form_fields as declaration
from workflows.definition.form_fields import LONGEST, declared
from workflows.errors import BundleError

ROAD = load_bundles()["road-access"]
SOURCE = declaration.FILE.read_text("utf-8")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / declaration.FILE.name
    monkeypatch.setattr(declaration, "FILE", path)
    declared.cache_clear()
    yield path
    declared.cache_clear()


def test_every_part_has_fields_and_a_path_is_part_and_key() -> None:
    assert [*dict.fromkeys(field.part for field in form_fields(ROAD).values())] == [*FIELD_PARTS]
    assert [form_fields()["agent.name"].control, form_fields()["agent.name"].path] == ["agent_name", "agent.name"]


def test_the_place_is_asked_in_the_words_of_the_matter_alone() -> None:
    assert "site" not in {field.part for field in form_fields().values()}
    assert form_fields(ROAD)["site.road"] is ROAD.form.fields["site.road"]


def test_verdicts_may_rest_on_the_kind_of_project_and_the_place() -> None:
    inputs = {path for path, field in form_fields(ROAD).items() if field.is_input}

    assert inputs == {"project.type", "site.road", "site.address", "site.geometry"}


def test_who_applies_stays_the_same_by_these_five() -> None:
    identity = [path for path, field in form_fields().items() if field.identifies]

    assert identity == [
        "applicant.kind",
        "applicant.name",
        "applicant.uscc",
        "applicant.id_kind",
        "applicant.resident_id",
    ]


def test_a_page_lists_the_fields_it_shows_of_the_parts_asked_for() -> None:
    assert [field.key for field in fields_on({"counter"})] == ["phone"]
    assert [field.path for field in fields_on({"case"}, ("site",), ROAD)] == [*ROAD.form.fields]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "uscc"', 'kind = "licence"', "applicant.uscc"),
        ('pages = ["counter"]', 'pages = ["desk"]', "applicant.phone: pages must be one of"),
        ('default = "company"', 'default = "club"', "applicant.kind: default must be one of"),
        ('autocomplete = "name"', 'autofill = "name"', "autofill"),
        ('kind = "email"', 'kind = "choice"', "agent.email: a field of kind choice has choices"),
        ('kind = "email"', 'kind = "geometry"', "agent.email: no page has a control"),
        ('kind = "email"', 'kind = "email"\ninput = true', "agent.email: no verdict rests on"),
        ('document = "id_kind"', 'document = "name"', "applicant.resident_id: document names the field beside it"),
        ("[agent.name]", "[place.name]", "place"),
        ("[agent.name]", "[agent.name", "form_fields.toml"),
    ],
)
def test_a_mistake_is_named_where_it_stands(file: Path, old: str, new: str, said: str) -> None:
    assert old in SOURCE
    file.write_text(SOURCE.replace(old, new, 1), "utf-8")

    with pytest.raises(BundleError, match=said.replace(".", r"\.")):
        form_fields()


def test_a_field_has_a_path_a_control_and_says_whether_a_page_asks_for_it() -> None:
    name = form_fields()["agent.name"]

    assert (name.path, name.control, name.longest, name.is_asked) == ("agent.name", "agent_name", LONGEST, True)
    assert not replace(name, pages=frozenset({"check", "case"})).is_asked
    assert not name.is_number
    assert form_fields()["agent.resident_id"].is_number


@pytest.mark.parametrize(
    ("site", "said"),
    [
        ({"road": "紫琅路", "address": "18号"}, "紫琅路18号"),
        ({"road": "紫琅路", "address": "紫琅路18号"}, "紫琅路18号"),
        ({"road": "Zilang Road", "address": "No. 18"}, "Zilang Road No. 18"),
        ({"road": " 紫琅路 ", "address": None, "geometry": {"type": "Point"}}, "紫琅路"),
        ({"address": "18号"}, "18号"),
        ({}, ""),
    ],
)
def test_a_place_is_named_on_one_line_each_part_once(site: dict[str, object], said: str) -> None:
    assert ROAD.form.place_of(site) == said


def test_a_place_is_told_when_nothing_is_missing_that_handing_in_asks_for() -> None:
    assert ROAD.form.is_told({"road": "紫琅路"})
    assert not ROAD.form.is_told({"address": "18号"})
