"""Departments that have work by a bundle and nobody to do it."""

import pytest
from sqlalchemy import update

from permits.db import perform, reading
from permits.models import User
from permits.queries.office.staffing import unstaffed
from tests.bundles import bundle_of, by_bureau
from tests.permits.lives import Life
from workflows import Bundle

AREA = "320699"


def told(life: Life, bundle: Bundle, area: str | None = AREA) -> list[str]:
    with reading(life.engine) as conn:
        return [str(one) for one in unstaffed(conn, bundle, area)]


def dismiss(life: Life, *names: str) -> None:
    gone = update(User).where(User.username.in_(names)).values(is_active=False)
    perform(life.engine, lambda conn: conn.execute(gone))


@pytest.mark.parametrize("life", ["sqlite"], indirect=True)
def test_who_signs_needs_a_head_and_who_works_a_clerk(life: Life) -> None:
    shipped = bundle_of(life.office)
    assert told(life, shipped) == told(life, by_bureau(shipped)) == told(life, shipped, None) == []
    dismiss(life, "lead-head", "greening-head", "police", "police2")

    assert told(life, by_bureau(shipped)) == [
        f"{AREA}: nobody in lead has the right of a head",
        f"{AREA}: nobody in police has the right of a clerk",
    ]
    assert f"{AREA}: nobody in lead has the right of a head" not in told(life, shipped)
