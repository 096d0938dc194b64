"""Run a history: each day's acts in order, with a sweep of due timers between the days."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from itertools import groupby

from sqlalchemy import Connection, Engine, update

from permits.actor import Actor
from permits.casefile import ActContext
from permits.db import perform, reading
from permits.models import OutboxRow
from permits.office import Office
from permits.queries.office.people import everyone
from permits.seeds.steps import Step, moment
from permits.seeds.supervised import settle_lateness
from permits.services.timers.sweep import sweep
from workflows import WorkflowError, local_day

LivedDay = tuple[date, list[Step]]
Track = Callable[[Sequence[LivedDay]], Iterable[LivedDay]]


def live_through(engine: Engine, office: Office, steps: Iterable[Step], *, now: datetime, track: Track = iter) -> None:
    """Run the steps before now, in order, without notifications. Commits per day; `track` reports progress."""
    with reading(engine) as conn:
        people = {actor.username: actor for actor in everyone(conn)}
    past = sorted(step for step in steps if step.at < now)
    days = [(day, list(acts)) for day, acts in groupby(past, key=lambda step: local_day(step.at))]
    for day, todays in track(days):
        sweep(engine, office, at=moment(day, 0))
        perform(engine, partial(_run, steps=todays, people=people, office=office))
        settle_lateness(engine, office, people, at=todays[-1].at)
    sweep(engine, office, at=now)
    perform(engine, _cancel_old_jobs)


def _run(conn: Connection, *, steps: Sequence[Step], people: Mapping[str, Actor], office: Office) -> None:
    for step in steps:
        try:
            step.act(ActContext(conn, people[step.who], step.at, office))
        except WorkflowError:
            # the case has moved on (a co-approver refused, the item is gone): skip the act
            continue


def _cancel_old_jobs(conn: Connection) -> None:
    """Cancel the jobs of the past: its notices are rendered on demand, and nobody is notified."""
    conn.execute(update(OutboxRow).where(OutboxRow.state == "new").values(state="done"))
