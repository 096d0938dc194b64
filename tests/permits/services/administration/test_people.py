"""People of an area: who is added, changed and reset, by whom, and what a second administrator has to grant."""

from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from permits import clock
from permits.db import perform, reading
from permits.errors import Conflict, NotFound
from permits.models import ApiToken, Area, RoleRequest
from permits.queries.office.acts import events_of
from permits.queries.office.people import by_username, credentials
from permits.queries.office.records import PersonRecord, Words
from permits.seeds.office import AREA
from permits.services.administration import people
from permits.services.administration.applying import Unsound
from permits.services.administration.chain import Act, record
from permits.services.house import tokens
from tests.permits.services.administration.conftest import Acting

NEW = PersonRecord(username="newcomer", name=Words(zh="新人", en="Newcomer"), roles=("clerk:roads", "manager"))


def roles(engine: Engine, username: str) -> set[str]:
    with reading(engine) as conn:
        actor = by_username(conn, username)
    return {f"{role}:{department}" if department else role for role, department in actor.roles} if actor else set()


@pytest.fixture
def four_eyes(engine: Engine) -> None:
    perform(engine, lambda conn: conn.execute(update(Area).values(four_eyes=True)))


def request(engine: Engine) -> Any:
    with reading(engine) as conn:
        return conn.execute(select(RoleRequest)).mappings().one()


def test_who_is_added_holds_the_roles_and_cannot_sign_in_before_a_password_is_chosen(
    acting: Acting, engine: Engine
) -> None:
    acting("admin", people.add, NEW, wall=clock.wall())

    assert roles(engine, "newcomer") == {"clerk:roads", "manager"}
    with reading(engine) as conn:
        assert (known := credentials(conn, "newcomer")) is not None
        assert known.password_hash == people.NO_PASSWORD
    with pytest.raises(Conflict, match="taken"):
        acting("admin", people.add, NEW, wall=clock.wall())


def test_a_role_of_oversight_waits_for_a_second_administrator(acting: Acting, engine: Engine, four_eyes: None) -> None:
    acting("", people.set_roles, "lead", ["lead:lead", "admin"], wall=clock.wall())
    acting("admin", people.add, NEW, wall=clock.wall())
    asked = request(engine)

    assert roles(engine, "newcomer") == {"clerk:roads"}
    assert (asked["role"], asked["asked_by"]) == ("manager", "admin")
    with pytest.raises(Conflict, match="second administrator"):
        acting("admin", people.decide_request, asked["id"], is_granted=True)
    acting("lead", people.decide_request, asked["id"], is_granted=True)
    assert roles(engine, "newcomer") == {"clerk:roads", "manager"}
    with pytest.raises(NotFound):
        acting("lead", people.decide_request, asked["id"], is_granted=True)


def test_a_declined_role_is_not_held_and_nobody_grants_one_to_themselves(
    acting: Acting, engine: Engine, four_eyes: None
) -> None:
    acting("", people.set_roles, "lead", ["lead:lead", "admin"], wall=clock.wall())
    assert acting("admin", people.set_roles, "lead", ["lead:lead", "admin", "auditor"], wall=clock.wall()) == {
        "auditor"
    }
    acting("admin", people.set_roles, "lead", ["lead:lead", "admin", "auditor"], wall=clock.wall())

    with pytest.raises(Conflict, match="for whom the role is not"):
        acting("lead", people.decide_request, request(engine)["id"], is_granted=True)
    acting("admin", people.decide_request, request(engine)["id"], is_granted=False)

    assert "auditor" not in roles(engine, "lead")
    with reading(engine) as conn:
        told = [one["type"] for one in events_of(conn, AREA)]
    assert told[-2:] == ["role.requested", "role.declined"]


def test_who_is_disabled_cannot_be_reset_before_being_enabled(acting: Acting, engine: Engine) -> None:
    acting("admin", people.disable, acting("admin", people.find, "planning"))
    with pytest.raises(Conflict, match="disabled"):
        acting("admin", people.reset, acting("admin", people.find, "planning"), wall=clock.wall())
    acting("admin", people.enable, acting("admin", people.find, "planning"))

    assert acting("admin", people.reset, acting("admin", people.find, "planning"), wall=clock.wall())
    with reading(engine) as conn:
        assert (known := credentials(conn, "planning")) is not None
    assert known.password_hash == people.NO_PASSWORD
    acting("admin", people.disable, acting("admin", people.find, "admin2"))
    with pytest.raises(Unsound, match="not valid"):
        acting("admin", people.disable, acting("admin", people.find, "admin"))


def test_nobody_of_another_area_is_found(acting: Acting) -> None:
    known = acting("admin", people.find, "planning").id
    for find, who in ((people.find, "planning"), (people.find_account, known)):
        with pytest.raises(NotFound):
            acting("", find, who, area="320682")


def test_a_token_of_somebody_of_the_area_is_revoked_and_no_other(acting: Acting, engine: Engine) -> None:
    def issue(conn: Any) -> int:
        actor = by_username(conn, "planning")
        assert actor is not None
        tokens.issue(conn, actor.person, tokens.Wanted("sync", ["read"]), wall=clock.wall(), most=3)
        return int(conn.execute(select(ApiToken.id)).scalar_one())

    token = perform(engine, issue)
    with pytest.raises(NotFound):
        acting("", people.revoke_token, token, area="320682")

    assert acting("admin", people.revoke_token, token) == "planning"
    with reading(engine) as conn:
        assert events_of(conn, AREA)[-1]["payload"] == {"key": "planning", "label": "sync"}
    with pytest.raises(NotFound):
        acting("admin", people.revoke_token, token)


def test_no_act_is_recorded_where_there_is_no_area(acting: Acting) -> None:
    with pytest.raises(NotFound):
        acting("", record, [Act("person.reset", {})], area="999999")
