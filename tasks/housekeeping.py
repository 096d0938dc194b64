"""Periodic jobs of the house: publish the daily root, forget what is no longer needed."""

from celery import shared_task

from permits import clock
from permits.db import perform
from permits.services.house import idempotency, tokens
from permits.services.oversight import roots
from tasks.context import current


@shared_task(name="chain.publish_root")
def publish_root() -> int | None:
    """Publish the root of the day and anchor it; returns its number, None where the day has one."""
    context, at = current(), clock.now()
    known = context.settings
    return perform(context.engine, lambda conn: roots.publish(conn, known.anchor_file, known.chain_key_ring, at=at))


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
