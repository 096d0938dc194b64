"""R30: what the counter files on paper for who stands there, and whose it is."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, select

from permits.actor import Actor
from permits.casefile import ActContext, open_case
from permits.casefile.facts import item_facts, roles_on_case
from permits.db import perform, reading
from permits.errors import Forbidden, Invalid, NotFound
from permits.keys import phone_digest
from permits.models import Company, Event, Hearing, Mail, Notification, RoleGrant, Statement, User
from permits.queries.lists import applications as lists
from permits.seeds import stories
from permits.services.changing.amendments import amend
from permits.services.closing import delivery, ratings, withdrawals
from permits.services.deciding.successions import renew
from permits.services.filing import applications
from permits.services.filing.applications import DraftForm
from permits.services.intake import acceptance
from permits.services.notifying.notifications import Post, tell
from permits.services.notifying.quiet_hours import QuietHours
from permits.services.procedures import hearings, statements
from tests.permits.lives import GREENING, POLICE, ROADS, Life
from workflows import GuardsUnmet, RoleNotHeld

KNOWN = {"kind": "company", "name": "通江建设工程有限公司", "uscc": "91320699YYDEM0016R"}
OTHER = {"kind": "company", "name": "星湖置业发展有限公司", "uscc": "91320699YYDEM0024L"}
UNKNOWN = {"kind": "company", "name": "海门河道养护有限公司", "uscc": "91320699YYPAP0018A"}
PERSON = {"kind": "person", "name": "顾秋", "resident_id": "320699198503120027"}


def form(life: Life, applicant: Any, wish: str = "occupy") -> DraftForm:
    made = stories.form(1, stories.Plot(wish, "accepted"), life.now.date())
    return DraftForm(
        "road-access", applicant=applicant, agent=made.agent, project=made.project, site=made.site, answers=made.answers
    )


def printed(life: Life, applicant: Any = UNKNOWN, wish: str = "occupy") -> int:
    return int(life.act("window", applications.create_draft, form(life, applicant, wish)))


def handed_in(life: Life, applicant: Any = UNKNOWN, wish: str = "occupy") -> int:
    filed = printed(life, applicant, wish)
    for code in life.needed(filed, who="window"):
        life.hand_in(filed, code, who="window")
    life.act("window", applications.submit, filed)
    return filed


def owner_of(life: Life, filed: int) -> Any:
    with reading(life.engine) as conn:
        return conn.execute(select(User.__table__).where(User.id == life.application(filed).owner_id)).one()


def clerk_of_another_area() -> Actor:
    return Actor(900, "window-elsewhere", "王", "human", "320681", frozenset({("window", "window")}))


def look_as(life: Life, actor: Actor, filed: int) -> Any:
    with reading(life.engine) as conn:
        return open_case(ActContext(conn, actor, life.now, life.office), application_id=filed, lock=False).app


def listed(life: Life, who: str) -> set[int]:
    with reading(life.engine) as conn:
        return {row.id for row in lists.listing(conn, life.actor(who), lists.ListFilter(limit=100))}


def test_a_company_with_an_account_gets_its_own_application_and_goes_on_online(life: Life) -> None:
    filed = printed(life, KNOWN)

    app = life.application(filed)
    assert (app.channel, owner_of(life, filed).username) == ("counter", "contractor")
    assert app.company_id == life.actor("contractor").company_id
    life.act("contractor", applications.change_draft, filed, {"project": {"name": "星湖新城"}})
    life.act("contractor", applications.submit, filed)
    assert life.application(filed).state == "received"
    assert life.rows(Event, filed, type="application.submitted")[0].on_behalf_of is None


def test_what_an_applicant_files_online_stays_online(life: Life) -> None:
    assert life.application(life.draft(papers=False)).channel == "online"


def test_who_has_no_account_gets_one_nobody_can_sign_in_to_and_the_same_each_time(life: Life) -> None:
    filed, again = printed(life), printed(life)

    owner = owner_of(life, filed)
    assert owner.id == owner_of(life, again).id
    assert (owner.name_zh, owner.email, owner.phone, owner.password_hash) == (UNKNOWN["name"], "", "", "!")
    assert UNKNOWN["uscc"] not in owner.username


def test_a_private_person_without_an_account_is_known_again_by_the_identity_card(life: Life) -> None:
    filed, again = printed(life, PERSON), printed(life, {**PERSON, "name": "顾 秋"})

    owner = owner_of(life, filed)
    assert owner.id == owner_of(life, again).id
    assert (owner.company_id, life.application(filed).company_id) == (None, None)
    assert PERSON["resident_id"] not in owner.username


def test_a_private_person_with_an_account_is_found_by_name_and_telephone_together(life: Life) -> None:
    someone = add_account(life, "gu-ming", "顾明", phone="13912340001")
    named = {"kind": "person", "name": "顾明", "resident_id": "320699198503120043"}

    assert owner_of(life, printed(life, {**named, "phone": "13912340001"})).id == someone
    assert owner_of(life, printed(life, {**named, "phone": "13912340002"})).id != someone
    assert owner_of(life, printed(life, {**named, "name": "顾晴", "phone": "13912340001"})).id != someone


def add_account(life: Life, username: str, name: str, *, phone: str = "", company: int | None = None) -> int:
    with life.engine.begin() as conn:
        found = conn.execute(select(User.id).where(User.username == username)).scalar()
        if found is not None:
            return int(found)
        area = life.actor("window").area
        person = {"area": area, "username": username, "name_zh": name, "name_en": name, "email": "", "phone": phone}
        person["phone_digest"] = phone_digest(life.office.secret, phone)
        made = insert(User).values(**person, password_hash="x", company_id=company, language="zh", is_active=True)
        user_id = int(conn.execute(made.returning(User.id)).scalar_one())
        conn.execute(insert(RoleGrant).values(user_id=user_id, role="applicant", department="", area=area))
    return user_id


def test_whoever_joins_the_company_later_sees_what_was_filed_on_paper(life: Life) -> None:
    late = {"kind": "company", "name": "通州绿地有限公司", "uscc": "91320699YYPAP0026B"}
    filed = printed(life, late)
    with reading(life.engine) as conn:
        company = conn.execute(select(Company.id).where(Company.uscc == late["uscc"])).scalar_one()

    member = add_account(life, "tongzhou", "蒋绿", company=company)

    assert filed in listed(life, "tongzhou")
    assert owner_of(life, printed(life, late)).id == member


@pytest.mark.parametrize(
    ("applicant", "field"),
    [
        ({}, "applicant.uscc"),
        ({"kind": "company", "name": "某公司"}, "applicant.uscc"),
        ({"kind": "person", "name": "某人", "phone": "13912340001"}, "applicant.resident_id"),
    ],
)
def test_the_counter_says_who_applies(life: Life, applicant: Any, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        life.act("window", applications.create_draft, DraftForm("road-access", applicant=applicant))

    assert [name for name, _, _ in refused.value.problems] == [field]
    assert refused.value.law == "Administrative Licensing Law art. 29"


@pytest.mark.parametrize("who", ["roads", "roads-head", "lead", "government", "manager", "auditor", "admin"])
def test_nobody_else_of_the_office_files(life: Life, who: str) -> None:
    with pytest.raises(Forbidden):
        life.act(who, applications.create_draft, form(life, KNOWN))


def test_who_also_decides_writes_nothing_down_for_others(life: Life) -> None:
    both = replace(life.actor("window"), roles=frozenset({("window", "window"), ("clerk", "roads")}))

    with pytest.raises(Forbidden):
        perform(
            life.engine,
            lambda conn: applications.create_draft(ActContext(conn, both, life.now, life.office), form(life, KNOWN)),
        )
    with pytest.raises(NotFound):
        look_as(life, both, printed(life, KNOWN))


@pytest.mark.parametrize("who", ["roads", "lead", "government", "manager", "contractor2"])
def test_a_draft_on_paper_is_the_counters_and_its_applicants_alone(life: Life, who: str) -> None:
    filed = printed(life, KNOWN)

    with pytest.raises(NotFound):
        life.look(who, filed, lambda case: case.app)
    assert filed not in listed(life, who)
    assert filed in listed(life, "window")
    assert filed in listed(life, "contractor")


def test_the_counter_of_another_area_does_not_learn_of_it(life: Life) -> None:
    with pytest.raises(NotFound):
        look_as(life, clerk_of_another_area(), printed(life))


def test_a_draft_made_online_stays_hidden_from_the_counter(life: Life) -> None:
    filed = life.draft(papers=False)

    with pytest.raises(NotFound):
        life.look("window", filed, lambda case: case.app)
    assert filed not in listed(life, "window")


def test_on_a_case_filed_online_the_counter_is_no_applicant(life: Life) -> None:
    filed = life.submitted()

    with pytest.raises(RoleNotHeld):
        life.act("window", withdrawals.withdraw, filed, reason="x")
    with pytest.raises(Forbidden):
        life.hand_in(filed, "M01", who="window")


def test_a_misspelt_applicant_is_put_right_and_sees_nothing_any_more(life: Life) -> None:
    filed = printed(life, OTHER)
    assert filed in listed(life, "contractor2")

    life.act("window", applications.change_draft, filed, {"applicant": KNOWN})

    assert owner_of(life, filed).username == "contractor"
    assert life.application(filed).company_id == life.actor("contractor").company_id
    assert filed not in listed(life, "contractor2")
    with pytest.raises(Invalid):
        life.act("window", applications.change_draft, filed, {"applicant": {"kind": "company"}})


def test_an_applicant_put_right_after_submission_takes_the_case_along(life: Life) -> None:
    filed = handed_in(life, OTHER)

    life.act("window", amend, filed, {"applicant": {"name": KNOWN["name"], "uscc": KNOWN["uscc"]}})

    assert owner_of(life, filed).username == "contractor"
    assert filed not in listed(life, "contractor2")


def test_the_trail_names_the_clerk_and_on_whose_behalf(life: Life) -> None:
    filed = handed_in(life)
    life.act("window", acceptance.accept, filed)

    trail = [(row.type, row.actor, row.on_behalf_of) for row in life.rows(Event, filed)]
    assert trail[0] == ("application.drafted", "window", "applicant")
    assert life.rows(Event, filed)[0].payload["channel"] == "counter"
    assert ("material.added", "window", "applicant") in trail
    assert ("application.submitted", "window", "applicant") in trail
    assert ("application.accepted", "window", None) in trail


def told_of(life: Life, filed: int, seq: int) -> int:
    """Let the job tell of one event."""
    by = Post(life.now, life.now, QuietHours.read("22:00-08:00"))
    area = life.actor("window").area
    return perform(life.engine, lambda conn: tell(conn, area=area, application_id=filed, event_seq=seq, by=by))


def test_a_whole_life_on_paper_tells_who_has_no_address_in_the_app(life: Life) -> None:
    filed = handed_in(life)
    life.act("window", acceptance.accept, filed)
    life.answer(filed, POLICE)
    life.answer(filed, ROADS)
    life.act("window", delivery.deliver, filed, method="counter", recipient="陈建")

    owner = owner_of(life, filed)
    for event in life.rows(Event, filed):
        told_of(life, filed, event.seq)
    assert life.application(filed).state == "delivered"
    told = life.rows(Notification, filed, user_id=owner.id)
    assert "application.accepted" in {row.template for row in told}
    assert not life.rows(Mail, filed, user_id=owner.id)
    with pytest.raises(GuardsUnmet) as refused:
        life.act("window", ratings.rate, filed, stars=5)
    assert refused.value.unmet == ("The applicant rates the service: the counter does not rate itself",)


def test_who_wrote_it_down_does_not_decide_it(life: Life) -> None:
    filed = handed_in(life)
    life.act("window", acceptance.accept, filed)
    moved = replace(life.actor("window"), roles=frozenset({("window", "window"), ("clerk", "roads")}))

    with reading(life.engine) as conn:
        case = open_case(ActContext(conn, moved, life.now, life.office), application_id=filed, lock=False)
        assert item_facts(case, case.item(life.item(filed, ROADS).id)).is_of_intake
        assert "applicant" not in roles_on_case(case)


def test_the_counter_names_who_said_what_and_asks_for_a_hearing_in_the_applicants_name(life: Life) -> None:
    filed = handed_in(life, wish="green")
    life.act("window", acceptance.accept, filed)
    key = "green-space"
    told = ["海门河道养护有限公司", "某小区业主委员会"]

    with pytest.raises(Invalid) as refused:
        life.act("window", statements.file_statement, filed, key, statements.Said("请保留行道树。"))
    life.act("window", statements.file_statement, filed, key, statements.Said("请保留行道树。", by=told[1]))
    life.act("greening", hearings.notify_hearing_right, filed, key, parties=told)
    life.act("window", hearings.request_hearing, filed, key, by=told[1])

    assert [name for name, _, _ in refused.value.problems] == ["by"]
    assert [row.by for row in life.rows(Statement, filed)] == [told[1]]
    assert [row.requested_by for row in life.rows(Hearing, filed)] == [UNKNOWN["name"]]
    asked = life.rows(Event, filed, type="hearing.requested")[0]
    assert (asked.actor, asked.on_behalf_of) == ("window", "applicant")


def test_papers_nobody_asked_for_are_refused_at_the_counter_too(life: Life) -> None:
    filed = printed(life)

    with pytest.raises(Invalid):
        life.hand_in(filed, "M99", who="window")


def test_the_counter_opens_the_renewal_for_the_holder_it_filed_for(life: Life) -> None:
    filed = handed_in(life, wish="green")
    life.act("window", acceptance.accept, filed)
    life.answer(filed, GREENING)
    number = life.permit(filed, "green-space").licence_number

    child = life.application(life.act("window", renew, number))

    assert (child.channel, child.owner_id, child.kind) == ("counter", life.application(filed).owner_id, "renewal")
