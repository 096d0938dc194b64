"""Fields of the form are read whole, and every mistake in their declaration is named where it stands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from workflows import FIELD_PARTS, fields_on, form_fields
from workflows.definition import form_fields as declaration
from workflows.errors import BundleError

SOURCE = declaration.FILE.read_text("utf-8")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / declaration.FILE.name
    monkeypatch.setattr(declaration, "FILE", path)
    form_fields.cache_clear()
    yield path
    form_fields.cache_clear()


def test_every_part_has_fields_and_a_path_is_part_and_key() -> None:
    assert {field.part for field in form_fields().values()} == set(FIELD_PARTS)
    assert [form_fields()["site.road"].control, form_fields()["site.road"].path] == ["site_road", "site.road"]


def test_verdicts_may_rest_on_the_kind_of_project_and_the_place() -> None:
    inputs = {path for path, field in form_fields().items() if field.is_input}

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
    assert [field.path for field in fields_on({"case"}, ("site",))] == ["site.road", "site.address", "site.geometry"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "uscc"', 'kind = "licence"', "applicant.uscc"),
        ('pages = ["counter"]', 'pages = ["desk"]', "applicant.phone: pages must be one of"),
        ('default = "company"', 'default = "club"', "applicant.kind: default must be one of"),
        ('autocomplete = "name"', 'autofill = "name"', "autofill"),
        ('kind = "email"', 'kind = "choice"', "agent.email: a field of kind choice has choices"),
        ('kind = "road"', 'kind = "geometry"', "site.road: no page has a control"),
        ('kind = "email"', 'kind = "email"\ninput = true', "agent.email: no verdict rests on"),
        ('document = "id_kind"', 'document = "name"', "applicant.resident_id: document names the field beside it"),
        ("[site.road]", "[place.road]", "place"),
        ("[site.road]", "[site.road", "form_fields.toml"),
    ],
)
def test_a_mistake_is_named_where_it_stands(file: Path, old: str, new: str, said: str) -> None:
    assert old in SOURCE
    file.write_text(SOURCE.replace(old, new, 1), "utf-8")

    with pytest.raises(BundleError, match=said.replace(".", r"\.")):
        form_fields()
