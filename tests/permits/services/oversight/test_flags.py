"""Fine flags: a breach is noted, nothing is decided; the office sees it, the applicant's answer does not carry it."""

from typing import Any

import pytest

from permits.casefile import ActContext, open_case
from permits.casefile.seen import rows_of
from permits.models import FineFlag
from permits.queries.case.flags import flags_of
from permits.queries.reading import rows
from permits.services.oversight.flags import flag
from tests.permits.lives import Life


def flagged(context: ActContext, application_id: int, kind: str, **detail: Any) -> None:
    case = open_case(context, application_id=application_id)
    flag(case, kind, **detail)
    case.save()


def test_a_flag_names_its_law_and_the_most_it_may_cost_and_stands_in_the_trail(life: Life) -> None:
    case = life.accepted()

    life.act("roads", flagged, case, "overrun_without_change", days=3)

    row = life.rows(FineFlag, case)[0]
    assert (row.kind, row.most_fen, row.detail) == ("overrun_without_change", 20_000_00, {"days": 3})
    assert "第四十二条" in row.law
    assert life.events(case)[-1] == "fine.flagged"
    assert life.application(case).state == "in_review", "a flag decides nothing"


def test_a_breach_the_bundle_does_not_know_cannot_be_flagged(life: Life) -> None:
    case = life.accepted()

    with pytest.raises(KeyError):
        life.act("roads", flagged, case, "rudeness")


@pytest.mark.parametrize(("who", "sees"), [("window", True), ("roads", True), ("auditor", True), ("contractor", False)])
def test_the_office_and_the_auditor_see_flags_and_the_applicant_does_not(life: Life, who: str, sees: bool) -> None:
    case = life.accepted()
    life.act("roads", flagged, case, "overrun_without_change", days=3)

    seen = life.look(
        who, case, lambda c: flags_of(rows_of(c, rows.FineFlag), c.context.actor, bundle=c.bundle, lang="en")
    )

    assert (seen is not None) is sees
    if sees:
        assert "art. 36, 42" in seen[0]["law"]
