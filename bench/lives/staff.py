"""The people of a made-up matter: a department that the demo office does not have gets two clerks and a head."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, insert, select

from permits.models import RoleGrant, User
from permits.seeds.office import AREA, demo_area, password_hash

PASSWORD = "staff"  # noqa: S105 - of people in an office made for a moment
APPLICANT, COUNTER, LEAD, GOVERNMENT = "contractor", "window", "lead", "government"
OVERSEERS = ("manager", "auditor", "admin")
OF_THE_OFFICE = frozenset({COUNTER, LEAD, GOVERNMENT})


def people_of(departments: Iterable[str]) -> list[str]:
    """Name who may act for some departments, clerks first, and everybody every matter has."""
    own = [name for one in departments if one not in OF_THE_OFFICE for name in names_of(one)]
    return [APPLICANT, COUNTER, *own, LEAD, GOVERNMENT, *OVERSEERS]


def names_of(department: str) -> list[str]:
    """Name the people of one department, clerks first; those every matter has are called like it."""
    people = demo_area().people
    seeded = [one.username for one in people if any(role.endswith(f":{department}") for role in one.roles)]
    return seeded or [department, f"{department}-2", f"{department}-head"]


def hire(conn: Connection, departments: Iterable[str]) -> None:
    """Give each department without anybody two clerks and a head; the caller commits."""
    held = set(conn.execute(select(RoleGrant.department)).scalars())
    number = conn.execute(select(func.count()).select_from(User)).scalar_one()
    for department in (one for one in departments if one not in held | OF_THE_OFFICE):
        for name in names_of(department):
            number += 1
            role = "head" if name.endswith("-head") else "clerk"
            _hire(conn, name, role, department, enforcement=f"329999{number:05}")


def _hire(conn: Connection, name: str, role: str, department: str, *, enforcement: str) -> None:
    made = insert(User).values(
        area=AREA, username=name, name_zh=f"试员{enforcement[-3:]}", name_en=f"Trial {enforcement[-3:]}",
        email=f"{name}@example.invalid", phone="13800000000", password_hash=password_hash(PASSWORD), language="zh",
        is_active=True, enforcement_number=enforcement,
    )  # fmt: skip
    user_id = conn.execute(made.returning(User.id)).scalar_one()
    conn.execute(insert(RoleGrant).values(user_id=user_id, role=role, department=department, area=AREA))
