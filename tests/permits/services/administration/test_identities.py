"""What somebody who registered says of themselves gives them nothing of others until the office has seen it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from permits import clock
from permits.db import perform, reading
from permits.errors import Invalid, NotFound
from permits.keys import phone_digest
from permits.models import Application, Company, Mail, User
from permits.office import Office
from permits.queries.lists.staff import members
from permits.queries.office.acts import events_of
from permits.queries.office.people import by_username
from permits.seeds.office import AREA
from permits.services.administration import identities
from permits.services.case.representation import require_representation
from permits.services.filing import applications, counter
from permits.services.house import registration
from permits.services.house.links import accept, redeem
from permits.services.house.registration import Registration
from permits.services.notifying.account_letters import issue_link
from tests.permits.services.administration.conftest import Acting

CODE = "91320699YYDEM0032F"
COMPANY = {"kind": "company", "name": "通海管线工程有限公司", "uscc": CODE}
PERSON = {"kind": "person", "name": "安娜", "phone": "13800000002", "resident_id": "320699198503120027"}
Registered = Callable[..., int]


@pytest.fixture
def registered(engine: Engine, office: Office) -> Registered:
    """Register somebody whose address is confirmed; returns the account."""

    def run(email: str, uscc: str = "", company: str = "通海管线工程有限公司") -> int:
        def once(conn: Any) -> int:
            found_by = phone_digest(office.secret, PERSON["phone"])
            said = Registration(email, PERSON["name"], PERSON["phone"], uscc, company, phone_digest=found_by)
            registration.register(conn, AREA, said, language="zh", wall=clock.wall())
            user_id = conn.execute(select(User.id).where(User.username == email)).scalar_one()
            told = conn.execute(select(Mail.params).where(Mail.user_id == user_id)).scalar_one()
            redeem(conn, issue_link(conn, user_id, wall=clock.wall(), told=told), "x7!kwooperl", wall=clock.wall())
            return int(user_id)

        return int(perform(engine, once))

    return run


def filed_at_counter(acting: Acting, applicant: Any) -> counter.Filer:
    filer: counter.Filer = acting("window", counter.filer_of, applicant)
    return filer


def actor(engine: Engine, username: str) -> Any:
    with reading(engine) as conn:
        return by_username(conn, username)


@pytest.mark.parametrize(("uscc", "applicant"), [(CODE, COMPANY), ("", PERSON)])
def test_what_the_counter_files_reaches_no_account_before_it_was_seen(
    acting: Acting, engine: Engine, registered: Registered, uscc: str, applicant: Any
) -> None:
    squatter = registered("squatter@example.com", uscc)
    before = filed_at_counter(acting, applicant)
    assert before.owner_id != squatter
    assert actor(engine, "squatter@example.com").company_id is None
    assert not actor(engine, "squatter@example.com").holds("owner")

    acting("window", identities.confirm, squatter, wall=clock.wall())

    after = filed_at_counter(acting, applicant)
    assert (after.owner_id, after.company_id) == (squatter, before.company_id)
    assert actor(engine, "squatter@example.com").company_id == before.company_id
    with pytest.raises(NotFound):
        acting("admin", identities.confirm, squatter, wall=clock.wall())


def test_the_confirmed_company_gets_the_code_and_the_claims_of_others_end(
    acting: Acting, engine: Engine, registered: Registered
) -> None:
    squatter, owner = (registered(f"{name}@example.com", CODE) for name in ("squatter", "owner"))
    acting("squatter@example.com", require_representation, COMPANY, "road-access", "file")

    drafts = [
        acting(
            f"{name}@example.com", applications.create_draft, applications.DraftForm("road-access", applicant=COMPANY)
        )
        for name in ("squatter", "owner")
    ]

    acting("admin", identities.confirm, owner, wall=clock.wall())

    with reading(engine) as conn:
        whose = select(Application.owner_id, Application.company_id).where(Application.id.in_(drafts))
        filed = conn.execute(whose.order_by(Application.id)).all()
    assert filed == [(squatter, None), (owner, actor(engine, "owner@example.com").company_id)]
    with pytest.raises(Invalid, match="not valid"):
        acting("squatter@example.com", require_representation, COMPANY, "road-access", "file")
    acting("owner@example.com", require_representation, COMPANY, "road-access", "file")
    with reading(engine) as conn:
        told = conn.execute(select(Mail.subject, Mail.user_id).order_by(Mail.id)).all()[-2:]
        acts = [one["type"] for one in events_of(conn, AREA)][-2:]
    assert told == [("account.rejected", squatter), ("account.confirmed", owner)]
    assert sorted(acts) == ["identity.confirmed", "identity.rejected"]


def test_a_rejected_claim_frees_the_code_and_the_account_stays_a_person(
    acting: Acting, engine: Engine, registered: Registered
) -> None:
    squatter = registered("squatter@example.com", CODE)
    acting("window", identities.reject, squatter, wall=clock.wall())

    assert actor(engine, "squatter@example.com").claimed == ""
    with pytest.raises(NotFound):
        acting("window", identities.reject, squatter, wall=clock.wall())
    with pytest.raises(NotFound):
        acting("", identities.confirm, squatter, wall=clock.wall(), area="320682")
    with reading(engine) as conn:
        assert conn.execute(select(Company.id).where(Company.uscc == CODE)).first() is None
    assert registered("owner@example.com", CODE)


def test_an_owner_invites_somebody_with_an_account_who_agrees_by_a_link(
    acting: Acting, engine: Engine, registered: Registered
) -> None:
    friend, owner = registered("friend@example.com"), registered("owner@example.com", CODE)
    acting("window", identities.confirm, owner, wall=clock.wall())
    member = actor(engine, "owner@example.com")

    def invited(conn: Any, email: str) -> Any:
        registration.invite(conn, member, Registration(email, "x", ""), wall=clock.wall())
        return conn.execute(select(Mail.subject, Mail.params).order_by(Mail.id.desc())).first()

    kind, told = perform(engine, lambda conn: invited(conn, "friend@example.com"))
    assert kind == "account.joining_too"
    link = perform(engine, lambda conn: issue_link(conn, friend, wall=clock.wall(), told=told))
    with pytest.raises(NotFound):
        perform(engine, lambda conn: redeem(conn, link, "another password here", wall=clock.wall()))
    perform(engine, lambda conn: accept(conn, link, wall=clock.wall()))

    assert actor(engine, "friend@example.com").company == CODE
    with pytest.raises(NotFound):
        perform(engine, lambda conn: accept(conn, link, wall=clock.wall()))
    member_of_another = update(User).where(User.username == "contractor").values(username="chen@example.com")
    perform(engine, lambda conn: conn.execute(member_of_another.values(email="chen@example.com")))
    assert perform(engine, lambda conn: invited(conn, "chen@example.com"))[0] == "account.known"


def test_an_owner_without_a_company_sees_nobody(engine: Engine, registered: Registered) -> None:
    registered("person@example.com")
    with reading(engine) as conn:
        assert members(conn, None) == []
