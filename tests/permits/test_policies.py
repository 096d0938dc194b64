from types import SimpleNamespace

import pytest

from permits.actor import SYSTEM, Actor
from permits.casefile import ApplicationRow
from permits.policies import PERMISSIONS, is_applicant, may, may_see, stands_in


def actor(*roles: tuple[str, str], id: int = 1, company: int | None = None, area: str = "320699") -> Actor:  # noqa: A002 - as the field
    return Actor(id, "somebody", "Somebody", "human", area, frozenset(roles), company_id=company)


def case(
    state: str = "received", owner: int = 1, company: int | None = None, channel: str = "online"
) -> ApplicationRow:
    about = {"area": "320699", "state": state, "owner_id": owner, "company_id": company, "channel": channel}
    return SimpleNamespace(**about)  # type: ignore[return-value]  # the five fields visibility needs


APPLICANT = ("applicant", "")


def test_a_permission_nobody_defined_is_a_fault_not_an_open_door() -> None:
    with pytest.raises(KeyError):
        may(actor(APPLICANT), "everything")


def test_nobody_without_a_role_may_anything() -> None:
    assert not any(may(actor(), permission) for permission in PERMISSIONS)


@pytest.mark.parametrize(
    ("permission", "role", "allowed"),
    [
        ("application.file", "applicant", True),
        ("application.file", "window", True),
        ("application.file", "clerk", False),
        ("work_item.act", "clerk", True),
        ("work_item.act", "applicant", False),
        ("report.view", "manager", True),
        ("report.view", "clerk", False),
        ("trail.verify", "auditor", True),
        ("trail.verify", "window", False),
    ],
)
def test_permissions_go_by_role(permission: str, role: str, allowed: bool) -> None:
    assert may(actor((role, "")), permission) is allowed


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        (actor(APPLICANT), True),
        (actor(APPLICANT, id=2), False),
        (actor(APPLICANT, id=2, company=7), True),
        (actor(("clerk", "roads"), id=3), True),
        (actor(("clerk", "police"), id=3), False),
        (actor(("window", "window"), id=3), True),
        (actor(("auditor", ""), id=3), True),
        (actor(("auditor", ""), id=3, area="320600"), False),
        (SYSTEM("320699"), True),
    ],
)
def test_a_case_is_seen_by_its_people(who: Actor, seen: bool) -> None:
    assert may_see(who, case(company=7), {"roads"}) is seen


def test_a_draft_is_its_applicants_alone() -> None:
    assert may_see(actor(APPLICANT), case("draft"), ())
    assert not may_see(actor(("window", "window"), id=3), case("draft"), {"window"})


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        (actor(("window", "window"), id=3), True),
        (actor(("window", "window"), id=3, area="320600"), False),
        (actor(("window", "window"), ("clerk", "roads"), id=3), False),
        (actor(("window", "window"), ("lead", "lead"), id=3), False),
        (actor(("clerk", "roads"), id=3), False),
        (actor(("manager", ""), id=3), False),
        (actor(APPLICANT, id=2), False),
    ],
)
def test_the_counter_alone_acts_on_what_was_filed_there(who: Actor, allowed: bool) -> None:
    filed = case("draft", channel="counter")

    assert stands_in(who, filed) is allowed
    assert may_see(who, filed, {"roads"}) is allowed
    assert not stands_in(who, case("draft"))


def test_an_applicant_never_stands_in_for_itself() -> None:
    both = actor(APPLICANT, ("window", "window"))

    assert not stands_in(both, case(channel="counter"))
    assert may_see(both, case("draft", channel="counter"), ())


def test_people_without_a_company_are_no_company() -> None:
    assert not is_applicant(actor(APPLICANT, id=2), case(owner=1))
