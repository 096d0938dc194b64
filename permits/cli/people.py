"""`flask people …`: add, disable and reset people, set their roles."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import click
from pydantic import ValidationError
from sqlalchemy import Connection

from permits import clock
from permits.actor import OPERATOR
from permits.casefile import ActContext
from permits.cli.areas import ONE_AREA, one_area
from permits.cli.output import AS_JSON, honest, put_out
from permits.db import perform
from permits.errors import Invalid
from permits.http import engine, office, settings
from permits.queries.office.records import PersonRecord, Words
from permits.services.administration import people
from permits.services.notifying.account_letters import issue_link

T = TypeVar("T")
ROLE = click.option("--role", "roles", multiple=True, help="role or role:department; may be repeated.")


@click.group("people")
def people_group() -> None:
    """People of the office and their roles."""


@people_group.command("add")
@click.argument("username")
@click.option("--name", required=True, help="The name; NAME/ENGLISH NAME where they differ.")
@click.option("--email", default="", help="The address for letters.")
@ROLE
@ONE_AREA
@AS_JSON
@honest
def add(
    username: str,
    *,
    name: str,
    email: str,
    roles: Sequence[str],
    area: str | None,
    as_json: bool,
) -> None:
    """Add a person and print the one-time link by which they choose their password."""
    zh, _, en = name.partition("/")
    try:
        named = Words(zh=zh, en=en or zh)
        wanted = PersonRecord(username=username, name=named, email=email, roles=tuple(sorted(roles)))
    except ValidationError as error:
        faults = [(str(fault["loc"][0]), "%(why)s", {"why": fault["msg"]}) for fault in error.errors()]
        raise Invalid(faults) from error

    def act(context: ActContext) -> str:
        return issue_link(context.conn, people.add(context, wanted, wall=clock.wall()), wall=clock.wall())

    _put_out_link(username, _perform(area, act), as_json=as_json)


def _perform(area: str | None, act: Callable[[ActContext], T]) -> T:
    code = one_area(area)

    def once(conn: Connection) -> T:
        return act(ActContext(conn, OPERATOR(code), clock.now(), office()))

    return perform(engine(), once)


def _put_out_link(username: str, token: str, *, as_json: bool) -> None:
    link = f"{settings().public_url}/welcome/{token}"
    put_out(as_json, {"username": username, "link": link}, [f"{username} chooses a password here, once:", link])


@people_group.command("reset")
@click.argument("username")
@ONE_AREA
@AS_JSON
@honest
def reset(username: str, *, area: str | None, as_json: bool) -> None:
    """Void a person's password and sessions; print the one-time link by which they choose a new password."""
    token = _perform(area, lambda context: people.reset(context, people.find(context, username), wall=clock.wall()))
    _put_out_link(username, token, as_json=as_json)


@people_group.command("disable")
@click.argument("username")
@ONE_AREA
@AS_JSON
@honest
def disable(username: str, *, area: str | None, as_json: bool) -> None:
    """Disable a person: end their sessions and revoke their tokens."""
    _perform(area, lambda context: people.disable(context, people.find(context, username)))
    put_out(as_json, {"disabled": username}, ["disabled"])


@people_group.command("roles")
@click.argument("username")
@ROLE
@ONE_AREA
@AS_JSON
@honest
def roles(username: str, *, roles: Sequence[str], area: str | None, as_json: bool) -> None:
    """Set the roles of a person, all of them; without any, show them."""
    if roles:
        _perform(area, lambda context: people.set_roles(context, username, roles, wall=clock.wall()))
    held = _perform(area, lambda context: people.find(context, username)).record.roles
    put_out(as_json, {"username": username, "roles": list(held)}, list(held) or ["no role"])
