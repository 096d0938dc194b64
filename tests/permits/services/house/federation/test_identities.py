"""Whose account an identity opens: staff by the claim of staff alone, applicants by a verified address or a new one."""

from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from permits import clock
from permits.db import perform, reading
from permits.errors import Forbidden
from permits.models import Company, FederatedIdentity, Mail, User
from permits.queries.office.people import by_id, by_username
from permits.services.administration import people
from permits.services.house import registration
from permits.services.house.federation import identities
from permits.services.house.federation.identities import (
    DISABLED,
    NAMELESS,
    NO_ACCOUNT,
    NO_PASSWORD,
    TAKEN,
    Arriving,
    Terms,
)
from tests.permits.services.administration.conftest import Acting
from tests.permits.services.administration.conftest import acting as acting

TERMS = Terms(staff="employee", name="name", uscc="code", company="org")
BY_MAIL = Terms(staff="email", name="name", uscc="", company="")
AREA, ISSUER = "320699", "https://id.example.cn"
MAIL = {"email": "Anna@Example.com", "email_verified": True}
CODE = {"code": "91320699yydem0032f", "org": "通海管线工程有限公司"}


def enter(engine: Engine, terms: Terms = TERMS, **claims: Any) -> int:
    who = Arriving(ISSUER, {"sub": "s-1", "name": "安娜", **claims}, AREA, "zh")
    return perform(engine, lambda conn: identities.enter(conn, who, terms, wall=clock.wall()))


def account(engine: Engine, user_id: int) -> Any:
    with reading(engine) as conn:
        return conn.execute(select(User.__table__).where(User.id == user_id)).one()


def change(engine: Engine, whose: str, **values: Any) -> None:
    perform(engine, lambda conn: conn.execute(update(User).where(User.username == whose).values(**values)))


def counts(engine: Engine) -> tuple[int, int]:
    with reading(engine) as conn:
        tables = (User.id, FederatedIdentity.subject)
        people_, links = (conn.execute(select(func.count(one))).scalar_one() for one in tables)
    return people_, links


def test_staff_is_linked_by_its_claim_told_and_known_again_by_the_subject(engine: Engine) -> None:
    user_id = enter(engine, employee="lead")

    assert account(engine, user_id).username == "lead"
    with reading(engine) as conn:
        assert conn.execute(select(Mail.subject)).scalars().all() == ["account.linked"]
    # the claim may change its value: the subject is whom the service means
    assert enter(engine, employee="roads") == user_id
    assert enter(engine) == user_id


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"employee": "nobody"}, NO_ACCOUNT),
        ({"employee": "contractor"}, NO_ACCOUNT),
        ({"employee": ["lead"]}, NO_ACCOUNT),
        ({"employee": " "}, NO_ACCOUNT),
        ({"employee": "nobody", **MAIL}, NO_ACCOUNT),
    ],
)
def test_an_unknown_member_of_staff_gets_no_account(engine: Engine, claims: dict[str, Any], why: str) -> None:
    before = counts(engine)

    with pytest.raises(Forbidden) as refused:
        enter(engine, **claims)

    assert refused.value.message == why
    assert counts(engine) == before


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_the_service_has_not_verified_links_nobody(engine: Engine, verified: Any) -> None:
    change(engine, "lead", email="lead@example.com")
    claims = {"email": "lead@example.com", "email_verified": verified}

    with pytest.raises(Forbidden, match="no account"):
        enter(engine, BY_MAIL, **claims)
    assert account(engine, enter(engine, BY_MAIL, **{**claims, "email_verified": True})).username == "lead"


def test_an_address_of_two_members_of_staff_names_neither(engine: Engine) -> None:
    for name in ("lead", "roads"):
        change(engine, name, email="both@example.com")

    with pytest.raises(Forbidden, match="no account"):
        enter(engine, BY_MAIL, email="both@example.com", email_verified=True)


def test_an_account_has_one_identity_of_a_service_until_the_office_resets_it(engine: Engine, acting: Acting) -> None:
    user_id = enter(engine, employee="lead")
    with pytest.raises(Forbidden) as refused:
        enter(engine, sub="s-2", employee="lead")
    assert refused.value.message == TAKEN

    acting("admin", people.reset, acting("admin", people.find, "lead"), wall=clock.wall())

    assert enter(engine, sub="s-2", employee="lead") == user_id


@pytest.mark.parametrize("is_linked", [False, True])
def test_who_is_disabled_stays_out(engine: Engine, is_linked: bool) -> None:
    if is_linked:
        enter(engine, employee="lead")
    change(engine, "lead", is_active=False)

    with pytest.raises(Forbidden) as refused:
        enter(engine, employee="lead")
    assert refused.value.message == DISABLED


def test_an_unknown_applicant_gets_an_account_whose_identity_the_office_has_not_seen(engine: Engine) -> None:
    user_id = enter(engine, **MAIL, **CODE)

    made = account(engine, user_id)
    assert (made.username, made.email, made.password_hash) == ("anna@example.com", "anna@example.com", NO_PASSWORD)
    assert (made.name_zh, made.area, made.identity_seen, made.company_id) == ("安娜", AREA, False, None)
    assert (made.claimed_uscc, made.claimed_company) == ("91320699YYDEM0032F", "通海管线工程有限公司")
    with reading(engine) as conn:
        actor = by_id(conn, user_id)
        assert conn.execute(select(func.count()).select_from(Company)).scalar_one() == 2
    assert actor is not None
    assert actor.role_names() == {"applicant"}
    assert enter(engine, **MAIL) == user_id


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {**CODE, "code": "91320699YYDEM0032A"},
        {"code": CODE["code"]},
        # a company of the office: its owner invites
        {**CODE, "code": "91320699YYDEM0016R"},
    ],
)
def test_a_claim_to_a_company_that_cannot_stand_is_left_out(engine: Engine, claims: dict[str, Any]) -> None:
    made = account(engine, enter(engine, email="anna@example.com", **claims))

    assert (made.claimed_uscc, made.company_id) == ("", None)
    # an address nobody has verified is no address for letters, and no name to sign in by
    assert (made.email, made.username[:3]) == ("", "id-")


def test_a_registered_applicant_is_known_by_a_verified_address_and_no_member_of_staff_is(engine: Engine) -> None:
    change(engine, "contractor", username="anna@example.com")
    with reading(engine) as conn:
        known = by_username(conn, "anna@example.com")
    assert known is not None
    assert enter(engine, **MAIL) == known.person

    change(engine, "lead", username="lead@example.com")
    with pytest.raises(Forbidden, match="no account"):
        enter(engine, sub="s-2", email="lead@example.com", email_verified=True)


def test_an_address_that_somebody_registered_and_nobody_confirmed_belongs_to_who_proves_it(engine: Engine) -> None:
    said = registration.Registration("anna@example.com", "骗子", "1", uscc=CODE["code"], company="骗子公司")
    perform(engine, lambda conn: registration.register(conn, AREA, said, language="zh", wall=clock.wall()))

    made = account(engine, enter(engine, **MAIL))

    assert (made.is_active, made.name_zh, made.claimed_uscc, made.password_hash) == (True, "安娜", "", NO_PASSWORD)


def test_who_has_no_name_gets_no_account(engine: Engine) -> None:
    with pytest.raises(Forbidden) as refused:
        enter(engine, name="")
    assert refused.value.message == NAMELESS


def test_more_is_asked_of_the_service_while_a_claim_that_is_read_is_missing() -> None:
    assert TERMS.wants_more({"name": "x", **MAIL})
    assert not TERMS.wants_more({"name": "x", "employee": "", **MAIL, **CODE})
