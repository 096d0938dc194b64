from werkzeug.datastructures import MultiDict

from forms.parties import counter_form, filing_form, mending_form
from workflows import load_bundles

ROAD = load_bundles()["road-access"]
PROJECT = ("project", "site")
PARTIES = ("applicant", "agent")


def test_fields_are_read_back_as_parts_without_blanks_round_them() -> None:
    form = filing_form(ROAD, PROJECT, "en", MultiDict({"project_name": " New town ", "site_road": "紫琅路"}))

    assert form.parts()["project"]["name"] == "New town"
    assert form.parts()["site"] == {"road": "紫琅路", "address": None}


def test_what_was_not_sent_stays_where_only_the_sent_is_read() -> None:
    sent = MultiDict({"project_name": "New town", "site_road": ""})

    assert filing_form(ROAD, PROJECT, "en", sent).parts(sent) == {
        "project": {"name": "New town"},
        "site": {"road": None},
    }


def test_what_is_on_file_is_shown_and_a_default_where_nothing_is() -> None:
    form = filing_form(ROAD, PARTIES, "en", known={"applicant": {"kind": "person", "name": "陈建"}})

    assert (form["applicant_kind"].data, form["applicant_name"].data) == ("person", "陈建")
    assert filing_form(ROAD, PARTIES, "en")["applicant_kind"].data == "company"


def test_a_fault_stands_beside_its_field_and_others_are_given_back() -> None:
    form = filing_form(ROAD, PARTIES, "en", MultiDict({"agent_phone": "12"}))

    homeless = form.blame([("agent.phone", "Too short"), ("bundle", "Unknown")])

    assert form.errors == {"agent_phone": ["Too short"]}
    assert homeless == ["Unknown"]


def test_each_page_asks_for_its_own_fields_in_the_order_of_their_declaration() -> None:
    online, counter = filing_form(ROAD, PARTIES, "en"), counter_form("en")

    assert "applicant_phone" not in online
    assert [one.name for one in counter][:6] == [
        "applicant_kind",
        "applicant_name",
        "applicant_uscc",
        "applicant_id_kind",
        "applicant_resident_id",
        "applicant_phone",
    ]
    assert [title for title, _ in counter.sections] == ["Applicant", "Agent"]


def test_no_page_calls_either_number_that_names_the_applicant_optional() -> None:
    form = counter_form("en")

    assert [one.name for one in form if one.flags.is_one_of] == ["applicant_uscc", "applicant_resident_id"]
    online = filing_form(ROAD, PARTIES, "en")
    assert [one.name for one in online if one.flags.is_one_of] == ["applicant_uscc", "applicant_resident_id"]
    required = ["applicant_kind", "applicant_name", "agent_name", "agent_resident_id"]
    assert [one.name for one in form if one.flags.required] == required


def test_a_form_to_mend_asks_for_exactly_what_is_flagged_telephone_of_the_applicant_included() -> None:
    form = mending_form(ROAD, lambda path: path in {"applicant.phone", "site.road"}, "en", None, known={})

    assert [one.name for one in form] == ["applicant_phone", "site_road"]


def test_numbers_are_asked_of_the_kind_of_applicant_that_has_them() -> None:
    form = counter_form("en")

    only = {name: form[name].flags.only for name in form.asked if form[name].flags.only}
    assert only == {
        "applicant_uscc": "company",
        "applicant_id_kind": "person",
        "applicant_resident_id": "person",
        "applicant_phone": "person",
    }
