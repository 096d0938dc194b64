"""Papers promised for later: until when, how they come in, and what follows if they do not."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.facts import current_route
from permits.errors import Conflict, Invalid
from permits.models import Event, Notice, Timer
from permits.services.case.bans import LAW_78, ban
from permits.services.closing import delivery, withdrawals
from permits.services.filing import applications
from permits.services.intake import acceptance
from permits.services.intake.tolerance import check_tolerated, may_follow
from permits.services.offers.actions import available
from tests.bundles import bundle_of, serving
from tests.permits.lives import GREENING, POLICE, REFUSED, ROADS, Life, day
from workflows import GuardsUnmet

# accepted on Monday 2 March 2026: ten working days later is Monday the 16th, the statutory limit ends on the 30th
OWED = "Materials promised for later have not come in: %(names)s"


def incomplete(life: Life, *missing: str, wish: str = "occupy") -> int:
    filed = life.draft(wish, papers=False)
    for code in life.needed(filed):
        if code not in missing:
            life.hand_in(filed, code)
    life.act("contractor", applications.submit, filed)
    return filed


def tolerant(life: Life, *missing: str, wish: str = "occupy", **more: Any) -> int:
    filed = incomplete(life, *missing, wish=wish)
    life.act("window", acceptance.accept, filed, tolerated=list(missing), **more)
    return filed


def decided(life: Life, filed: int) -> None:
    life.answer(filed, POLICE)
    life.answer(filed, ROADS)


def with_switches(life: Life, switches: Mapping[str, Any]) -> None:
    """Let the bundle say something else than by default."""
    bundle = bundle_of(life.office)
    changed = replace(bundle, switches=MappingProxyType({**bundle.switches, **switches}))
    life.office = serving(life.office, changed)


def test_the_promised_day_is_ten_working_days_by_default_and_stands_on_the_acceptance(life: Life) -> None:
    filed = tolerant(life, "M11")

    assert life.application(filed).promise_by == day("2026-03-16")
    (line,) = life.rows(Notice, filed, kind="acceptance")[0].facts["tolerated"]
    assert (line["code"], line["due_on"]) == ("M11", "2026-03-16")
    (accepted,) = [row.payload for row in life.rows(Event, filed) if row.type == "application.accepted"]
    assert (accepted["tolerated"], accepted["promise_by"]) == (["M11"], "2026-03-16")


@pytest.mark.parametrize("promised", ["2026-03-03", "2026-03-30"])
def test_any_day_after_today_and_within_the_statutory_limit_may_be_promised(life: Life, promised: str) -> None:
    filed = tolerant(life, "M11", promise_by=day(promised))

    assert life.application(filed).promise_by == day(promised)


@pytest.mark.parametrize("promised", ["2026-03-02", "2026-03-31"])
def test_no_other_day_may_be_promised(life: Life, promised: str) -> None:
    filed = incomplete(life, "M11")

    with pytest.raises(Invalid) as refused:
        life.act("window", acceptance.accept, filed, tolerated=["M11"], promise_by=day(promised))

    assert [(field, params) for field, _, params in refused.value.problems] == [("promise_by", {"day": "2026-03-30"})]
    assert life.application(filed).state == "received"


def test_nothing_is_promised_where_nothing_is_missing(life: Life) -> None:
    filed = life.submitted()
    with pytest.raises(Invalid):
        life.act("window", acceptance.accept, filed, promise_by=day("2026-03-10"))

    life.act("window", acceptance.accept, filed, tolerated=["M11"])

    assert (life.application(filed).tolerated, life.application(filed).promise_by) == (None, None)


def test_only_promised_papers_are_taken_in_after_acceptance(life: Life) -> None:
    filed = tolerant(life, "M11")

    with pytest.raises(Conflict):
        life.hand_in(filed, "M07")
    life.hand_in(filed, "M11")

    assert life.events(filed)[-1] == "papers.completed"
    assert life.rows(Timer, filed, clock="tolerance", state="armed") == []


def test_delivery_stays_shut_until_the_promised_papers_are_in(life: Life) -> None:
    filed = tolerant(life, "M09", "M11")
    decided(life, filed)
    assert life.application(filed).status_code == 12

    with pytest.raises(GuardsUnmet) as refused:
        life.act("window", delivery.deliver, filed, recipient="陈建")
    (sentence,) = refused.value.unmet
    assert (sentence, sentence.params) == (OWED, {"names": "M09, M11"})

    life.hand_in(filed, "M11")
    with pytest.raises(GuardsUnmet) as still:
        life.act("window", delivery.deliver, filed, recipient="陈建")
    assert still.value.unmet[0].params == {"names": "M09"}

    life.hand_in(filed, "M09")
    life.act("window", delivery.deliver, filed, recipient="陈建")
    assert (life.application(filed).state, life.application(filed).status_code) == ("delivered", 12)
    with pytest.raises(Conflict):
        life.hand_in(filed, "M09")


def test_a_gap_filled_before_the_decision_is_none_in_the_exchange_code(life: Life) -> None:
    filed = tolerant(life, "M11")
    life.hand_in(filed, "M11")
    decided(life, filed)

    assert life.application(filed).status_code == 11


def test_a_paper_only_a_refused_permit_needs_is_owed_no_more(life: Life) -> None:
    filed = tolerant(life, "M18", wish="green")
    life.answer(filed, GREENING, REFUSED)
    life.answer(filed, "road-occupation:planning:opinion")
    decided(life, filed)

    life.act("window", delivery.deliver, filed, recipient="陈建")

    assert life.application(filed).state == "delivered"


@pytest.mark.parametrize("end", ["refused", "withdrawn"])
def test_nobody_is_reminded_of_a_paper_that_nothing_standing_needs(life: Life, end: str) -> None:
    filed = tolerant(life, "M18", wish="green")
    life.at("2026-03-05 10:00")
    assert life.rows(Timer, filed, clock="tolerance", state="armed")

    if end == "refused":
        life.answer(filed, GREENING, REFUSED)
    else:
        life.act("contractor", withdrawals.withdraw, filed, reason="不再占绿。", permits=["green-space"])

    assert not life.rows(Timer, filed, clock="tolerance", state="armed")
    life.at("2026-03-17 10:00")
    told = [row.type for row in life.rows(Event, filed) if row.payload.get("clock") == "tolerance"]
    assert not told
    assert "papers.promise_missed" not in life.events(filed)


def test_a_paper_another_permit_still_needs_is_reminded_of(life: Life) -> None:
    filed = tolerant(life, "M18", wish="four")

    life.act("contractor", withdrawals.withdraw, filed, reason="不再占绿。", permits=["green-space"])

    assert life.rows(Timer, filed, clock="tolerance", state="armed")


def test_the_promised_day_is_the_applicants_to_the_end_and_then_it_is_said(life: Life) -> None:
    filed = tolerant(life, "M11")

    life.at("2026-03-16 23:59")
    events = life.events(filed)
    assert "papers.promise_missed" not in events
    assert {"clock.reminder", "clock.yellow", "clock.due"} <= {
        row.type for row in life.rows(Event, filed) if row.payload.get("clock") == "tolerance"
    }
    life.at("2026-03-17 00:00")

    (missed,) = [row.payload for row in life.rows(Event, filed) if row.type == "papers.promise_missed"]
    assert missed == {"codes": ["M11"], "promise_by": "2026-03-16"}
    assert life.application(filed).state == "in_review"
    life.hand_in(filed, "M11")
    assert life.events(filed)[-1] == "papers.completed"


def test_where_the_bundle_says_so_what_needs_the_paper_counts_as_withdrawn(life: Life) -> None:
    with_switches(life, {"tolerance_missed": "withdraw"})
    filed = tolerant(life, "M18", wish="green")

    life.at("2026-03-17 00:00")

    assert life.permit(filed, "green-space").state == "withdrawn"
    assert life.permit(filed).state == "under_review"
    paper = life.rows(Notice, filed, kind="withdrawal")[0].facts
    assert paper["deemed"] is True
    assert paper["reason"]["en"].startswith("Materials promised for later did not come in time: Green")


def test_where_everything_needs_the_paper_the_whole_application_ends(life: Life) -> None:
    with_switches(life, {"tolerance_missed": "withdraw"})
    filed = tolerant(life, "M11")

    life.at("2026-03-17 00:00")

    app = life.application(filed)
    assert (app.state, app.outcome, app.status_code) == ("withdrawn", "withdrawn", 14)
    assert life.events(filed)[-1] == "application.withdrawn"


def test_decided_permits_are_not_taken_back_for_a_late_paper(life: Life) -> None:
    with_switches(life, {"tolerance_missed": "withdraw"})
    filed = tolerant(life, "M11")
    decided(life, filed)

    life.at("2026-03-17 00:00")

    assert (life.application(filed).state, life.permit(filed).state) == ("decided", "granted")
    with pytest.raises(GuardsUnmet):
        life.act("window", delivery.deliver, filed, recipient="陈建")


def test_no_tolerance_for_whoever_has_false_papers_on_record(life: Life) -> None:
    earlier, filed = life.accepted("green"), incomplete(life, "M11")

    def warn(context: ActContext) -> None:
        case = open_case(context, application_id=earlier)
        ban(case, "green-space", years=1, ground="warning", law=LAW_78)
        case.save()

    life.act("window", warn)
    with pytest.raises(Conflict) as refused:
        life.act("window", acceptance.accept, filed, tolerated=["M11"])

    assert (refused.value.code, refused.value.law) == ("not_tolerated", "Administrative Licensing Law art. 78, 79")
    assert refused.value.params == {"day": "2027-03-02"}


@pytest.mark.parametrize(
    ("missing", "is_attainable"), [(("M09",), True), (("M09", "M11"), True), (("M08",), False), (("M08", "M09"), False)]
)
def test_acceptance_is_attainable_while_every_missing_paper_may_follow(
    life: Life, missing: tuple[str, ...], *, is_attainable: bool
) -> None:
    filed = incomplete(life, *missing)

    (offer,) = [one for one in life.look("window", filed, available) if one.name == "accept"]

    assert (offer.ready, offer.attainable) == (False, is_attainable)


def test_where_nothing_may_follow_later_acceptance_is_not_attainable(life: Life) -> None:
    filed = incomplete(life, "M09")

    def warn(context: ActContext) -> None:
        case = open_case(context, application_id=filed)
        ban(case, "road-occupation", years=1, ground="warning", law=LAW_78)
        case.save()

    life.act("window", warn)

    (offer,) = [one for one in life.look("window", filed, available) if one.name == "accept"]
    assert not offer.attainable


def test_nothing_may_follow_of_an_applicant_whom_no_number_names(life: Life) -> None:
    filed = incomplete(life, "M09")

    def see(case: CaseFile) -> list[str]:
        case.form.applicant.pop("uscc")
        return [one.code for one in may_follow(case, current_route(case))]

    def accept(context: ActContext) -> None:
        case = open_case(context, application_id=filed)
        case.form.applicant.pop("uscc")
        check_tolerated(case, current_route(case), ["M09"])

    assert life.look("window", filed, see) == []
    with pytest.raises(Conflict) as refused:
        life.act("window", accept)
    assert refused.value.code == "not_identified"
