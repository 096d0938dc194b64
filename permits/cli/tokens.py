"""Commands for tokens of programs."""

from collections.abc import Sequence
from datetime import datetime

import click
from sqlalchemy import Connection

from permits import clock
from permits.cli.output import AS_JSON, honest, put_out
from permits.db import perform
from permits.errors import NotFound
from permits.http import engine, office
from permits.policies import SCOPES
from permits.queries.office import people
from permits.services.house import tokens
from workflows import N_


@click.group("tokens")
def tokens_group() -> None:
    """Tokens for programs."""


@tokens_group.command("issue")
@click.argument("username")
@click.option("--label", default="command line", help="What the token is for.")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(list(SCOPES)), help="What it opens; default: all.")
@click.option("--ends", type=click.DateTime(["%Y-%m-%d"]), help="Its last day; default: a year.")
@AS_JSON
@honest
def issue_token(username: str, *, label: str, scopes: Sequence[str], ends: datetime | None, as_json: bool) -> None:
    """Issue a token to a person; it is shown this once."""
    wanted = tokens.Wanted(label, scopes or tuple(SCOPES), ends.date() if ends else None)

    def act(conn: Connection) -> str:
        user_id = _user_id(conn, username)
        return tokens.issue(conn, user_id, wanted, wall=clock.wall(), most=office().caps.tokens)

    token = perform(engine(), act)
    put_out(as_json, {"token": token}, [token])


@tokens_group.command("revoke")
@click.argument("username")
@click.argument("token_id", type=int)
@AS_JSON
@honest
def revoke_token(username: str, token_id: int, *, as_json: bool) -> None:
    """Revoke a token of a person."""

    def act(conn: Connection) -> None:
        tokens.revoke(conn, _user_id(conn, username), token_id, wall=clock.wall())

    perform(engine(), act)
    put_out(as_json, {"revoked": token_id}, ["revoked"])


def _user_id(conn: Connection, username: str) -> int:
    actor = people.by_username(conn, username)
    if actor is None or actor.id is None:
        raise NotFound(N_("There is no active person %(username)s"), params={"username": username})
    return actor.id
