"""The demo office's history: about eighty applications of the last ninety days, lived through the real services."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from permits.actor import Actor
from permits.casefile import Desk, Office
from permits.casefile.casefile import open_case
from permits.casefile.facts import current_route
from permits.db import perform, reading
from permits.files import Store
from permits.models import OutboxRow, Permit, RoleGrant, User, WorkItem
from permits.seeds import stories
from permits.seeds.supervised import settle_lateness
from permits.services import applications, deficiencies, delivery, intake, materials, work_items
from permits.services.sweep import sweep
from workflows import SHANGHAI, Calendar, WorkflowError

HOW_MANY = 80
DAYS_BACK = 90
SEED = 320699
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font"
    b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Length 52>>stream\n"
    b"BT /F1 24 Tf 90 720 Td (Sample paper of the demo) Tj ET\nendstream endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass(order=True)
class Step:
    """One act of the history at its moment."""

    at: datetime
    order: int
    act: Callable[[Desk], None] = field(compare=False)
    who: str = field(compare=False)


@dataclass
class Story:
    """One application's life as it will be lived."""

    index: int
    plot: stories.Plot
    filed_on: date
    application_id: int = 0


def seed_demo(engine: Engine, office: Office, store: Store, *, now: datetime) -> int:
    """Live the last ninety days through; returns how many applications there are. Commits a day at a time."""
    with reading(engine) as conn:
        people = _people(conn)
    dice = random.Random(SEED)  # noqa: S311 - a story, not a secret
    steps = sorted(step for story in _stories(office, dice, now) for step in _live(story, office, dice, store))
    for day, acts in groupby((s for s in steps if s.at < now), key=lambda step: step.at.astimezone(SHANGHAI).date()):
        todays = list(acts)
        sweep(engine, office, at=_moment(day, 0))
        perform(engine, partial(_run, steps=todays, people=people, office=office))
        settle_lateness(engine, office, people, at=todays[-1].at)
    sweep(engine, office, at=now)
    perform(engine, _leave_old_papers)
    return HOW_MANY


def _people(conn: Connection) -> dict[str, Actor]:
    grants: dict[int, set[tuple[str, str]]] = {}
    for grant in conn.execute(select(RoleGrant.user_id, RoleGrant.role, RoleGrant.department)):
        grants.setdefault(grant.user_id, set()).add((grant.role, grant.department))
    columns = (User.id, User.username, User.name_zh, User.area, User.company_id, User.language)
    return {
        row.username: Actor(
            id=row.id,
            username=row.username,
            name=row.name_zh,
            kind="human",
            area=row.area,
            roles=frozenset(grants.get(row.id, ())),
            company_id=row.company_id,
            language=row.language,
        )
        for row in conn.execute(select(*columns))
    }


def _run(conn: Connection, *, steps: list[Step], people: Mapping[str, Actor], office: Office) -> None:
    for step in steps:
        try:
            step.act(Desk(conn, people[step.who], step.at, office))
        except WorkflowError:
            # the story met a fact of its own world (a co-approver refused, the item is gone): that act falls away
            continue


def _leave_old_papers(conn: Connection) -> None:
    """Let papers of the past be rendered when somebody asks for them, and tell nobody about the past."""
    conn.execute(update(OutboxRow).where(OutboxRow.state == "new").values(state="done"))


def _calendar(office: Office) -> Calendar:
    """Give the working days of the demo's past: no area differs yet."""
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


def _moment(day: date, hour: float) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI) + timedelta(hours=hour)


def _live(story: Story, office: Office, dice: random.Random, store: Store) -> Iterator[Step]:
    """Write one life as steps; those that lie in the future are not taken."""
    plot, on = story.plot, story.filed_on
    owner = "contractor" if story.index % 3 else "contractor2"
    hour = 8.5 + dice.random() * 3
    yield Step(_moment(on, hour), story.index, partial(_file, story=story, store=store), owner)
    if plot.fate == "draft":
        return
    yield Step(_moment(on, hour + 0.2), story.index, partial(_submit, story=story), owner)
    yield from _at_counter(story, office, dice=dice, owner=owner, store=store)


def _at_counter(story: Story, office: Office, *, dice: random.Random, owner: str, store: Store) -> Iterator[Step]:
    plot, index = story.plot, story.index
    after = _calendar(office).add(story.filed_on, plot.counter_days) if plot.counter_days else story.filed_on
    at = _moment(after, 14 + dice.random() * 2)
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
        yield Step(_moment(after, 9.5), index, partial(_supplement, story=story, store=store), owner)
        at = _moment(after, 15)
    yield Step(at, index, partial(_accept, story=story), "window")
    if plot.fate == "withdrawn":
        later = _calendar(office).add(after, 2)
        yield Step(_moment(later, 10), index, partial(_withdraw, story=story), owner)
        return
    yield from _departments(story, office, dice, after)


def _departments(story: Story, office: Office, dice: random.Random, accepted_on: date) -> Iterator[Step]:
    plot, index = story.plot, story.index
    last = accepted_on
    for department, username in stories.DESKS:
        days = plot.days.get(department, 2)
        if days is None:
            continue
        days = max(days, _after_notice(plot, office) if department == "greening" else 0)
        on = _calendar(office).add(accepted_on, days)
        claimed_on = _calendar(office).add(accepted_on, max(days - 1, 0))
        last = max(last, on)
        yield Step(
            _moment(claimed_on, 16 + dice.random()),
            index,
            partial(_claim, story=story, department=department),
            username,
        )
        hour = 9 + dice.random() * 7
        yield Step(_moment(on, hour), index, partial(_answer, story=story, department=department), username)
    # the deciders come back once the last opinion is in
    for n, (department, username) in enumerate(stories.DESKS):
        if plot.days.get(department, 2) is not None:
            act = partial(_answer, story=story, department=department)
            yield Step(_moment(last, 16.5 + n / 10), index, act, username)
    if plot.is_delivered:
        on = _calendar(office).add(last, 1)
        yield Step(_moment(on, 10), index, partial(_deliver, story=story), "window")
        if index % 2:
            owner = "contractor" if index % 3 else "contractor2"
            yield Step(_moment(_calendar(office).add(on, 1), 20), index, partial(_rate, story=story), owner)


def _after_notice(plot: stories.Plot, office: Office) -> int:
    """Say after how many working days trees can be granted: their public notice must have ended."""
    days = int(office.bundles["road-access"].switches["public_notice_working_days"])
    return days + 1 if plot.wish in stories.WITH_TREES else 0


def _file(desk: Desk, *, story: Story, store: Store) -> None:
    form = stories.form(story.index, story.plot, story.filed_on)
    story.application_id = applications.create_draft(desk, form)
    for code in _papers(desk, story):
        _hand_in(desk, story, code, store)


def _papers(desk: Desk, story: Story) -> list[str]:
    case = open_case(desk, application_id=story.application_id, lock=False)
    needed = [material.code for material in current_route(case).materials if not material.shared]
    missing = {"draft": 3, "supplement": 2, "lapsed": 2, "mended": 1}.get(story.plot.fate, 0)
    return needed[: len(needed) - missing]


def _hand_in(desk: Desk, story: Story, code: str, store: Store) -> None:
    materials.add_material(desk, story.application_id, code=code, file_name=f"{code}.pdf", data=PAPER, store=store)


def _submit(desk: Desk, *, story: Story) -> None:
    applications.submit(desk, story.application_id)


def _accept(desk: Desk, *, story: Story) -> None:
    intake.accept(desk, story.application_id)


def _notify(desk: Desk, *, story: Story) -> None:
    case = open_case(desk, application_id=story.application_id, lock=False)
    needed = [material.code for material in current_route(case).materials if not material.shared]
    missing = needed[-2:] if story.plot.fate != "mended" else needed[-1:]
    code = next(iter(case.bundle.deficiency_codes))
    wording = {"code": code, "reason": stories.MISSING, "remedy": stories.HAND_IN}
    items = [deficiencies.DeficiencyItem(**wording, material=one) for one in missing]
    deficiencies.notify_deficiencies(desk, story.application_id, items)


def _supplement(desk: Desk, *, story: Story, store: Store) -> None:
    case = open_case(desk, application_id=story.application_id, lock=False)
    needed = [material.code for material in current_route(case).materials if not material.shared]
    _hand_in(desk, story, needed[-1], store)
    deficiencies.supplement(desk, story.application_id)


def _turn_away(desk: Desk, *, story: Story) -> None:
    if story.plot.fate == "refer":
        why = intake.NonAcceptance(stories.HIGHWAY, stories.HIGHWAY_AGENCY)
        intake.refuse_acceptance(desk, story.application_id, why)
    else:
        intake.declare_not_required(desk, story.application_id, reason=stories.NOTHING_NEEDED)


def _withdraw(desk: Desk, *, story: Story) -> None:
    applications.withdraw(desk, story.application_id, reason=stories.CHANGED_PLANS)


def _open_items(desk: Desk, story: Story, department: str) -> list[Any]:
    """List the open items of a department, opinions before decisions."""
    rows = desk.conn.execute(
        select(WorkItem.id, WorkItem.kind, WorkItem.permit, WorkItem.state)
        .where(
            WorkItem.application_id == story.application_id,
            WorkItem.department == department,
            WorkItem.state.in_(("open", "claimed")),
        )
        .order_by(WorkItem.id)
    )
    return sorted(rows, key=lambda row: row.kind == "decision")


def _claim(desk: Desk, *, story: Story, department: str) -> None:
    for row in _open_items(desk, story, department):
        if row.state == "open":
            work_items.claim(desk, row.id)


def _answer(desk: Desk, *, story: Story, department: str) -> None:
    for row in _open_items(desk, story, department):
        refused = (department, row.permit) in story.plot.refusals and row.kind in {"decision", "co_approval"}
        try:
            _say(desk, row, department, refused=refused)
        except WorkflowError:
            # somebody else's answer is still awaited; this department comes back to it
            continue


def _say(desk: Desk, row: Any, department: str, *, refused: bool) -> None:
    if refused:
        code, rule = next(iter(desk.office.bundles["road-access"].refusal_codes.items()))
        law = rule.law.zh if rule.law else None
        work_items.refuse(
            desk, row.id, work_items.Verdict(opinion=stories.REFUSALS[department], reason_code=code, law=law)
        )
        return
    opinion = stories.OPINIONS[department]
    conditions = stories.conditions(row.permit, row.kind)
    work_items.approve(desk, row.id, work_items.Verdict(opinion=opinion, conditions=conditions))


def _deliver(desk: Desk, *, story: Story) -> None:
    undecided = select(Permit.id).where(
        Permit.application_id == story.application_id, Permit.state.in_(("waiting", "under_review"))
    )
    if desk.conn.execute(undecided).first() is None:
        delivery.deliver(desk, story.application_id)


def _rate(desk: Desk, *, story: Story) -> None:
    stars = 5 if story.index % 5 else 4
    applications.rate(desk, story.application_id, stars=stars, comment=stories.THANKS if stars == 5 else "")
