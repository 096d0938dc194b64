"""A second area beside the one of the tests: an office of its own, asked by the address that names it."""

from dataclasses import replace
from typing import Any

from flask import Flask
from sqlalchemy import Connection

from permits import clock
from permits.actor import OPERATOR
from permits.casefile import ActContext
from permits.db import perform, reading
from permits.files import FolderStore
from permits.queries.office.people import by_username
from permits.queries.office.records import AreaRecord, Words
from permits.seeds.office import demo_area
from permits.services.administration.applying import apply
from permits.services.calendar.calendars import renew
from permits.services.changing.materials import add_materials
from permits.services.files.uploads import examine
from tests.offices import PDF, Caller, Office

SECOND = "320682"
HOST = "second.example"
FAR = "far-"


def second_area() -> AreaRecord:
    """Write the demo's office down as that of another area: the same departments, other people."""
    first = demo_area()
    people = tuple(
        one.model_copy(update={"username": f"{FAR}{one.username}", "enforcement_number": ""})
        for one in first.people
        if not one.company
    )
    named = {"code": SECOND, "name": Words(zh="邻区", en="Second district"), "hosts": (HOST,)}
    return AreaRecord.model_validate(first.model_dump() | named | {"companies": (), "people": people})


def found_second(app: Flask) -> None:
    """Found the second area as an office file does."""
    engine, office = app.extensions["engine"], app.extensions["office"]

    def found(conn: Connection) -> None:
        apply(ActContext(conn, OPERATOR(SECOND), clock.now(), office), second_area())

    perform(engine, found)
    with reading(engine) as conn:
        renew(conn, office)


class District(Office):
    """The office of the second area and everybody in it; the contractors are the same."""

    def caller(self, username: str) -> Caller:
        person = username if username.startswith("contractor") else f"{FAR}{username}"
        return Caller(self.app, person, root=f"/{SECOND}")

    def _hand_in(self, by: str, application: int, codes: list[str]) -> None:
        known = self.app.extensions
        files = [(code, examine(f"{code}.pdf", PDF, otherwise=code)) for code in codes]

        def take(conn: Connection) -> Any:
            actor = by_username(conn, by)
            assert actor is not None
            context = ActContext(conn, replace(actor, area=SECOND), clock.now(), known["office"])
            return add_materials(context, application, files, store=FolderStore(known["settings"].upload_dir))

        perform(known["engine"], take)
