"""A field of a form says where it stands, how it is called, and whether a page asks for it."""

from dataclasses import replace

from workflows import form_fields
from workflows.definition.fields import LONGEST


def test_a_field_has_a_path_a_control_and_says_whether_a_page_asks_for_it() -> None:
    name = form_fields()["agent.name"]

    assert (name.path, name.control, name.longest, name.is_asked) == ("agent.name", "agent_name", LONGEST, True)
    assert not replace(name, pages=frozenset({"check", "case"})).is_asked
    assert not name.is_number
    assert form_fields()["agent.resident_id"].is_number
