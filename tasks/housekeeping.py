"""Periodic jobs of the house: publish the daily root, forget what is no longer needed."""

from celery import shared_task

from permits import clock
from permits.db import perform, reading
from permits.services.house import idempotency, tokens
from permits.services.oversight import roots
from permits.services.watching import nightly
from tasks.context import current


@shared_task(name="chain.publish_root")
def publish_root() -> int | None:
    """Publish the root of the day and anchor it; returns its number, None where the day has one."""
    context, at = current(), clock.now()
    known = context.settings
    return perform(context.engine, lambda conn: roots.publish(conn, known.anchor_file, known.chain_key_ring, at=at))


@shared_task(name="checks.ask")
def ask_for_checks() -> int:
    """Request the checks of the night, once a night; returns how many."""
    context, wall = current(), clock.wall()
    with reading(context.engine) as conn:
        if not nightly.is_to_be_asked(conn, wall=wall):
            return 0
    return perform(context.engine, lambda conn: nightly.ask(conn, context.settings.area_code, wall=wall))


@shared_task(name="idempotency.forget")
def forget_answers() -> int:
    """Forget the answers kept for repeated requests; returns how many."""
    wall = clock.wall()
    return perform(current().engine, lambda conn: idempotency.forget(conn, wall=wall))


@shared_task(name="tokens.warn")
def warn_of_tokens() -> int:
    """Warn of tokens that end soon; returns of how many."""
    wall = clock.wall()
    return perform(current().engine, lambda conn: tokens.warn_of_ends(conn, wall=wall))
