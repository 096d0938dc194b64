"""Periodic jobs of the house: publish the daily root, forget what is no longer needed."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

from celery import shared_task
from sqlalchemy import Engine

from permits import clock
from permits.db import perform, reading
from permits.services.house import idempotency, outbox, tokens
from permits.services.keeping import retention
from permits.services.oversight import roots
from permits.services.watching import nightly
from tasks.context import current, now_in_law

# rows of one transaction: nobody waits long behind it
AT_ONCE = 1000
# a run ends though more is left; the next one goes on
MOST_BATCHES = 100
FORGOTTEN: Mapping[str, Callable[..., int]] = MappingProxyType({"answers": idempotency.forget, "jobs": outbox.forget})


@shared_task(name="chain.publish_root")
def publish_root() -> int | None:
    """Publish the root of the day and anchor it; returns its number, None where the day has one."""
    context = current()
    at, known = now_in_law(context), context.settings
    return perform(context.engine, lambda conn: roots.publish(conn, known.anchor_file, known.chain_key_ring, at=at))


@shared_task(name="checks.ask")
def ask_for_checks() -> int:
    """Request the checks of the night, once a night; returns how many."""
    context, wall = current(), clock.wall()
    with reading(context.engine) as conn:
        if not nightly.is_to_be_asked(conn, wall=wall):
            return 0
    return perform(context.engine, lambda conn: nightly.ask(conn, context.settings.area_code, wall=wall))


@shared_task(name="tokens.warn")
def warn_of_tokens() -> int:
    """Warn of tokens that end soon; returns of how many."""
    wall = clock.wall()
    return perform(current().engine, lambda conn: tokens.warn_of_ends(conn, wall=wall))


@shared_task(name="retention.run")
def forget_what_is_over() -> int:
    """Delete records whose period is over; returns how many."""
    context = current()
    at = now_in_law(context)
    return sum(rows for _, rows in retention.run(context.engine, at=at, wall=clock.wall()))


@shared_task(name="house.forget")
def forget() -> dict[str, int]:
    """Forget what has been kept long enough, in batches; returns how much of each."""
    engine = current().engine
    return {what: _in_batches(engine, delete) for what, delete in FORGOTTEN.items()}


def _in_batches(engine: Engine, delete: Callable[..., int]) -> int:
    wall, count = perform(engine, clock.of_database), 0
    for _ in range(MOST_BATCHES):
        gone = perform(engine, partial(delete, wall=wall, most=AT_ONCE))
        count += gone
        if gone < AT_ONCE:
            break
    return count
