from werkzeug.datastructures import MultiDict

from forms.parties import PartiesForm, ProjectForm


def test_fields_are_read_back_as_parts_without_blanks_round_them() -> None:
    form = ProjectForm(MultiDict({"project_name": " New town ", "site_road": "紫琅路"}))

    assert form.parts()["project"]["name"] == "New town"
    assert form.parts()["site"] == {"road": "紫琅路", "address": ""}


def test_what_is_on_file_is_shown() -> None:
    form = PartiesForm()

    form.fill({"applicant": {"kind": "person", "name": "陈建"}})

    assert form.applicant_kind.data == "person"
    assert form.applicant_name.data == "陈建"


def test_a_fault_stands_beside_its_field_and_others_are_given_back() -> None:
    form = PartiesForm(MultiDict({"agent_phone": "12"}))

    homeless = form.blame([("agent.phone", "Too short"), ("bundle", "Unknown")])

    assert form.errors == {"agent_phone": ["Too short"]}
    assert homeless == ["Unknown"]
