"""The demo office's history: about ninety applications of the last ninety days, created through the real services."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import Engine, Row, func, select

from permits.casefile import ActContext, open_case
from permits.db import perform, reading
from permits.files import Store
from permits.models import Application, Permit, WorkItem
from permits.office import Office
from permits.seeds import stories
from permits.seeds.empowered import empower
from permits.seeds.episodes import episode_steps
from permits.seeds.episodes.tale import RECIPIENT, answer
from permits.seeds.history import Track, live_through
from permits.seeds.steps import Step, hand_in, moment, needed
from permits.services.closing import delivery, ratings, withdrawals
from permits.services.deciding import work_items
from permits.services.filing import applications
from permits.services.intake import acceptance, deficiencies
from workflows import SHANGHAI, Calendar, WorkflowError, group, local_day

HOW_MANY = 68
DAYS_BACK = 90
SEED = 320699


@dataclass
class Story:
    """The plan of one application's life."""

    index: int
    plot: stories.Plot
    filed_on: date
    application_id: int = 0


def seed_demo(engine: Engine, office: Office, store: Store, *, now: datetime, track: Track = iter) -> int:
    """Create the history of the last ninety days; returns the number of applications. Commits per day."""
    dice = random.Random(SEED)  # noqa: S311 - demo data, not a secret
    lives = (step for story in _stories(office, dice, now) for step in _live(story, office, dice, store))
    perform(engine, partial(empower, office=office, store=store, at=now - timedelta(days=DAYS_BACK + 30)))
    live_through(engine, office, [*lives, *episode_steps(office, store, today=local_day(now))], now=now, track=track)
    with reading(engine) as conn:
        return conn.execute(select(func.count()).select_from(Application)).scalar_one()


def _calendar(office: Office) -> Calendar:
    """Return the working days of the demo's past, the same in every area."""
    return office.calendars.current.national


def _stories(office: Office, dice: random.Random, now: datetime) -> Iterator[Story]:
    today = now.astimezone(SHANGHAI).date()
    plots = stories.plots(HOW_MANY, dice)
    working = [
        d for d in (today - timedelta(days=n) for n in range(DAYS_BACK, -1, -1)) if _calendar(office).is_working(d)
    ]
    old, recent = working[:-12], working[-9:]
    for index, plot in enumerate(plots):
        days = recent if plot.is_running else old
        yield Story(index, plot, days[(index * 7 + dice.randrange(3)) % len(days)])


def _live(story: Story, office: Office, dice: random.Random, store: Store) -> Iterator[Step]:
    """Turn one life into steps; steps in the future are skipped."""
    plot, on = story.plot, story.filed_on
    owner = "contractor" if story.index % 3 else "contractor2"
    hour = 8.5 + dice.random() * 3
    yield Step(moment(on, hour), story.index, partial(_file, story=story, store=store), owner)
    if plot.fate == "draft":
        return
    yield Step(moment(on, hour + 0.2), story.index, partial(_submit, story=story), owner)
    yield from _at_counter(story, office, dice=dice, owner=owner, store=store)


def _at_counter(story: Story, office: Office, *, dice: random.Random, owner: str, store: Store) -> Iterator[Step]:
    plot, index = story.plot, story.index
    after = _calendar(office).add(story.filed_on, plot.counter_days) if plot.counter_days else story.filed_on
    at = moment(after, 14 + dice.random() * 2)
    if plot.fate in {"received", "deemed"}:
        if plot.fate == "deemed":
            yield from _departments(story, office, dice, _calendar(office).add(story.filed_on, 6))
        return
    if plot.fate in {"refer", "not_required"}:
        yield Step(at, index, partial(_turn_away, story=story), "window")
        return
    if plot.fate in {"supplement", "lapsed", "mended"}:
        yield Step(at, index, partial(_notify, story=story), "window")
        if plot.fate != "mended":
            return
        after = _calendar(office).add(after, 2)
        yield Step(moment(after, 9.5), index, partial(_supplement, story=story, store=store), owner)
        at = moment(after, 15)
    yield Step(at, index, partial(_accept, story=story), "window")
    if plot.fate == "withdrawn":
        later = _calendar(office).add(after, 2)
        yield Step(moment(later, 10), index, partial(_withdraw, story=story), owner)
        return
    yield from _departments(story, office, dice, after)


def _departments(story: Story, office: Office, dice: random.Random, accepted_on: date) -> Iterator[Step]:
    plot, index = story.plot, story.index
    last = accepted_on
    for department, username in stories.DESKS:
        days = plot.days.get(department, 2)
        if days is None:
            continue
        days = max(days, _after_notice(story, office) if department == "greening" else 0)
        on = _calendar(office).add(accepted_on, days)
        claimed_on = _calendar(office).add(accepted_on, max(days - 1, 0))
        last = max(last, on)
        yield Step(
            moment(claimed_on, 16 + dice.random()),
            index,
            partial(_claim, story=story, department=department),
            username,
        )
        hour = 9 + dice.random() * 7
        yield Step(moment(on, hour), index, partial(_answer, story=story, department=department), username)
    # deciders retry once the last opinion is in
    for n, (department, username) in enumerate(stories.DESKS):
        if plot.days.get(department, 2) is not None:
            act = partial(_answer, story=story, department=department)
            yield Step(moment(last, 16.5 + n / 10), index, act, username)
    if plot.is_delivered:
        on = _calendar(office).add(last, 1)
        yield Step(moment(on, 10), index, partial(_deliver, story=story), "window")
        if index % 2:
            owner = "contractor" if index % 3 else "contractor2"
            yield Step(moment(_calendar(office).add(on, 1), 20), index, partial(_rate, story=story), owner)


def _after_notice(story: Story, office: Office) -> int:
    """Return the working days until trees can be granted, after their public notice."""
    days = int(office.in_force(office.home_area, story.filed_on)["road-access"].switches["public_notice_working_days"])
    return days + 1 if story.plot.wish in stories.WITH_TREES else 0


def _file(context: ActContext, *, story: Story, store: Store) -> None:
    form = stories.form(story.index, story.plot, story.filed_on)
    story.application_id = applications.create_draft(context, form)
    hand_in(context, story.application_id, _first_materials(context, story), store)


def _first_materials(context: ActContext, story: Story) -> list[str]:
    codes = needed(context, story.application_id)
    missing = {"draft": 3, "supplement": 2, "lapsed": 2, "mended": 1}.get(story.plot.fate, 0)
    return codes[: len(codes) - missing]


def _submit(context: ActContext, *, story: Story) -> None:
    applications.submit(context, story.application_id)


def _accept(context: ActContext, *, story: Story) -> None:
    acceptance.accept(context, story.application_id)


def _notify(context: ActContext, *, story: Story) -> None:
    case = open_case(context, application_id=story.application_id, lock=False)
    codes = needed(context, story.application_id)
    missing = codes[-2:] if story.plot.fate != "mended" else codes[-1:]
    code = next(iter(case.bundle.deficiency_codes))
    items = [
        deficiencies.DeficiencyItem(code=code, reason=stories.MISSING, remedy=stories.HAND_IN, material=one)
        for one in missing
    ]
    deficiencies.notify_deficiencies(context, story.application_id, items)


def _supplement(context: ActContext, *, story: Story, store: Store) -> None:
    codes = needed(context, story.application_id)
    hand_in(context, story.application_id, codes[-1:], store)
    deficiencies.supplement(context, story.application_id)


def _turn_away(context: ActContext, *, story: Story) -> None:
    if story.plot.fate == "refer":
        why = acceptance.NonAcceptance(stories.HIGHWAY, stories.HIGHWAY_AGENCY)
        acceptance.refuse_acceptance(context, story.application_id, why)
    else:
        acceptance.declare_not_required(context, story.application_id, reason=stories.NOTHING_NEEDED)


def _withdraw(context: ActContext, *, story: Story) -> None:
    withdrawals.withdraw(context, story.application_id, reason=stories.CHANGED_PLANS)


def _open_items(context: ActContext, story: Story, department: str) -> list[Row[int, str, str, str]]:
    """List the open items of a department, opinions before decisions."""
    rows = context.conn.execute(
        select(WorkItem.id, WorkItem.kind, WorkItem.permit, WorkItem.state)
        .where(
            WorkItem.application_id == story.application_id,
            WorkItem.department == department,
            WorkItem.state.in_(group("work_item", "open")),
        )
        .order_by(WorkItem.id)
    )
    return sorted(rows, key=lambda row: row.kind == "decision")


def _claim(context: ActContext, *, story: Story, department: str) -> None:
    for row in _open_items(context, story, department):
        if row.state == "open":
            work_items.claim(context, row.id)


def _answer(context: ActContext, *, story: Story, department: str) -> None:
    for row in _open_items(context, story, department):
        refused = (department, row.permit) in story.plot.refusals and row.kind in {"decision", "co_approval"}
        try:
            _say(context, row, department, refused=refused)
        except WorkflowError:
            # another department's answer is outstanding; this department retries later
            continue


def _say(context: ActContext, row: Row[int, str, str, str], department: str, *, refused: bool) -> None:
    if refused:
        code, rule = next(
            iter(context.office.in_force(context.actor.area, context.today)["road-access"].refusal_codes.items())
        )
        law = rule.law.zh if rule.law else None
        work_items.refuse(
            context, row.id, work_items.Verdict(opinion=stories.REFUSALS[department], reason_code=code, law=law)
        )
        return
    opinion = stories.OPINIONS[department]
    conditions = stories.conditions(row.permit, row.kind)
    answer(context, row.id, work_items.Verdict(opinion=opinion, conditions=conditions))


def _deliver(context: ActContext, *, story: Story) -> None:
    undecided = select(Permit.id).where(
        Permit.application_id == story.application_id, Permit.state.in_(group("permit", "undecided"))
    )
    if context.conn.execute(undecided).first() is None:
        delivery.deliver(context, story.application_id, recipient=RECIPIENT)


def _rate(context: ActContext, *, story: Story) -> None:
    stars = 5 if story.index % 5 else 4
    ratings.rate(context, story.application_id, stars=stars, comment=stories.THANKS if stars == 5 else "")
