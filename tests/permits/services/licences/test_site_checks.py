import pytest

from permits.errors import Invalid
from permits.services.licences import inspections
from permits.services.licences.inspections import Record
from permits.services.licences.site_checks import check_site
from tests.permits.lives import Life
from tests.permits.services.licences.test_overruns import TWO, licensed, record
from workflows import ActionNotOpen, RoleNotHeld


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (record({"green": 10}), "areas.green"),
        (record({"occupy": "a lot"}), "areas.occupy"),
        (record({"occupy": -1}), "areas.occupy"),
        (record({"occupy": "NaN"}), "areas.occupy"),
        (record(until="2026-03-03"), "used_until"),
        (Record(TWO[:1], "现场量测。"), "officers"),
        (Record(TWO, " "), "findings"),
    ],
)
def test_a_check_measures_what_the_licence_covers(life: Life, said: Record, field: str) -> None:
    row = licensed(life)

    with pytest.raises(Invalid) as refused:
        life.act("roads", check_site, row.number, said)

    assert refused.value.problems[0][0] == field


def test_only_the_issuing_department_checks_and_only_while_the_works_last(life: Life) -> None:
    row = licensed(life)
    for who in ("police", "contractor", "window"):
        with pytest.raises(RoleNotHeld):
            life.act(who, check_site, row.number, record())
    life.at("2026-03-10 10:00")
    life.act("contractor", inspections.request_inspection, row.number)
    life.act("roads", inspections.accept_inspection, row.number, record())

    with pytest.raises(ActionNotOpen) as closed:
        life.act("roads", check_site, row.number, record())

    assert closed.value.law == "Administrative Licensing Law art. 61"
