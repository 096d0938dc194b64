"""The demo office: a fictitious area as an office file, and passwords that a sandbox may have."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, bindparam, select, update
from werkzeug.security import generate_password_hash

from permits import clock
from permits.actor import SYSTEM
from permits.casefile import ActContext
from permits.config import Settings
from permits.models import Area, User
from permits.queries.office.records import AreaRecord
from permits.services.administration.applying import apply
from permits.services.administration.files import read_office_file
from permits.services.house.offices import load_office

FILE = Path(__file__).with_suffix(".toml")
AREA = "320699"
CONTRACTORS = ("contractor", "contractor2")


@cache
def demo_area() -> AreaRecord:
    """Read the office file of the demo."""
    return read_office_file(FILE.read_text(encoding="utf-8")).areas[0]


def enforcement_number(username: str) -> str:
    """Return the law-enforcement number of one of the demo's people."""
    return next(person.enforcement_number for person in demo_area().people if person.username == username)


@cache
def password_hash(password: str) -> str:
    """Hash a demo password; the same for every run of this process, so that seeding is quick."""
    return generate_password_hash(password, method="scrypt:16384:8:1")


def seed_office(conn: Connection, settings: Settings) -> None:
    """Found the office in a prepared, empty database; each password is the user name. The caller commits."""
    context = ActContext(conn, SYSTEM(settings.area_code), clock.now(), load_office(conn, settings))
    apply(context, demo_area().model_copy(update={"code": settings.area_code}))
    chosen = update(User).where(User.username == bindparam("who")).values(password_hash=bindparam("hashed"))
    people = [{"who": one.username, "hashed": password_hash(one.username)} for one in demo_area().people]
    conn.execute(chosen, people)


def is_seeded(conn: Connection) -> bool:
    """Return whether the database has an office."""
    return conn.execute(select(Area.code).limit(1)).first() is not None
