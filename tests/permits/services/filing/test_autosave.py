import pytest

from permits.errors import Conflict
from permits.models import Event
from permits.services.filing.autosave import autosave, taken_out
from tests.permits.lives import Life


def test_what_can_be_kept_is_kept_and_the_rest_named(life: Life) -> None:
    filed = life.draft(papers=False)
    before = life.application(filed)
    typed = {
        "applicant": {**before.applicant, "name": "新名称"},
        "agent": {**before.agent, "phone": "12"},
        "answers": {**before.answers, "period": {"from": "2026-09-01", "to": "2026-08-01"}},
    }

    version, left_out = life.act("contractor", autosave, filed, typed, expected_version=1)

    after = life.application(filed)
    assert (version, after.version) == (2, 2)
    assert [path for path, _, _ in left_out] == ["agent.phone", "answers.period.to"]
    assert (after.applicant["name"], after.agent["phone"]) == ("新名称", before.agent["phone"])
    assert after.answers["period"] == {"from": "2026-09-01"}
    assert life.act("contractor", autosave, filed, {"project": after.project}) == (2, [])
    assert [row.type for row in life.rows(Event, filed)] == ["application.drafted", "application.changed"]


def test_two_pages_of_one_draft_do_not_overwrite_each_other(life: Life) -> None:
    filed = life.draft(papers=False)
    life.act("contractor", autosave, filed, {"project": {"name": "甲"}}, expected_version=1)

    with pytest.raises(Conflict):
        life.act("contractor", autosave, filed, {"project": {"name": "乙"}}, expected_version=1)

    assert life.application(filed).project == {"name": "甲"}


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("a.b", {"a": {}, "rows": [{"x": 1}, {"x": 2}]}),
        ("rows.0.x", {"a": {"b": 1}, "rows": [{}, {"x": 2}]}),
        ("rows.1", {"a": {"b": 1}, "rows": [{"x": 1}]}),
        ("a", {"rows": [{"x": 1}, {"x": 2}]}),
        ("rows.7.x", {"a": {"b": 1}, "rows": [{"x": 1}, {"x": 2}]}),
    ],
)
def test_the_faulty_value_alone_is_taken_out(path: str, left: object) -> None:
    assert taken_out({"a": {"b": 1}, "rows": [{"x": 1}, {"x": 2}]}, path.split(".")) == left
