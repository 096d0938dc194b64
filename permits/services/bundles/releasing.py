"""Propose a bundle version, and have a second person release it: no one person puts rules in force on a page."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import insert, select, update

from permits.casefile import ActContext
from permits.errors import VERSION_CONFLICT, Conflict, Forbidden, Invalid, NotFound
from permits.models import BundleProposal
from permits.policies import keeps_bundles_of
from permits.queries.office.editions import renew_library
from permits.services.bundles.importing import Entry, check_sound, import_bundle, line_up, refuse_known, retire
from permits.services.bundles.shelf import Kept
from permits.services.bundles.trail import Acts
from workflows import N_, digest_of, parse_bundle, whole_text

LONGEST_NOTE = 500
Outcome = Literal["released", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A version to be released: the text of its file, where it is to hold and from which day, and why."""

    text: str
    file: str
    area: str | None
    from_on: date
    note: str


@dataclass(frozen=True, slots=True)
class _Open:
    """A proposal that waits."""

    id: int
    key: str
    version: str
    content: str
    area: str | None
    from_on: date
    proposed_by: int


def propose(context: ActContext, wanted: Wanted) -> int:
    """Keep a sound bundle as a proposal, whole; a second person releases it. The caller commits.

    Raises:
        Forbidden: the actor keeps no rules of this area, or none of all areas.
        Invalid: it is not sound (lists every fault), its day is past, or no reason is given.
        Conflict: the version is known with another content, or waits already.
    """
    _refuse_others(context, wanted.area)
    if wanted.from_on < context.today:
        raise Invalid.at("from_on", N_("Rules begin today or later"))
    if not 0 < len(wanted.note.strip()) <= LONGEST_NOTE:
        message = N_("Write this in words, at most %(count)s characters")
        raise Invalid.at("note", message, count=LONGEST_NOTE)
    line_up(context.conn)
    shelf = Kept(context.office, context.today)
    check_sound(wanted.text, wanted.file, context.today, shelf)
    text = whole_text(wanted.text, wanted.file, shelf)
    bundle, digest = parse_bundle(text, wanted.file), digest_of(text, wanted.file)
    refuse_known(context.conn, bundle.key, bundle.version, digest)
    _refuse_twice(context, bundle.key, bundle.version, wanted.area)
    about = {"key": bundle.key, "version": bundle.version, "digest": digest}
    made = insert(BundleProposal).values(
        **about,
        content=text,
        area=wanted.area,
        from_on=wanted.from_on,
        note=wanted.note.strip(),
        proposed_at=context.at,
        proposed_by=context.actor.person,
    )
    number = int(context.conn.execute(made.returning(BundleProposal.id)).scalar_one())
    told = {"proposal": number, "digest": digest, "area": wanted.area, "from": wanted.from_on.isoformat()}
    Acts(context.conn, context.actor.username, context.at).record("bundle.proposed", bundle.key, bundle.version, told)
    return number


def expect_edition(context: ActContext, seen: int | None) -> None:
    """Compare the edition of the rules with the one the caller saw; None compares nothing.

    Raises:
        Conflict: rules were proposed, put in force or retired meanwhile.
    """
    renew_library(context.conn, context.office)
    now = context.office.library.current.number
    if seen is not None and seen != now:
        message = N_("The rules have changed in the meantime: look once more")
        raise Conflict(VERSION_CONFLICT, message, details={"version": now})


def release(context: ActContext, proposal: int) -> None:
    """Put a proposed version in force from its day, or today if that has passed. The caller commits.

    Raises:
        NotFound: there is no such proposal for this actor.
        Forbidden: the actor may not release for this area.
        Conflict: it is closed already, or the actor proposed it.
    """
    line_up(context.conn)
    one = _found(context, proposal)
    if one.proposed_by == context.actor.person:
        raise Conflict(
            "second_person_needed", N_("Whoever proposed a version does not release it: a second person does")
        )
    day = max(one.from_on, context.today)
    entry = Entry(area=one.area, from_on=day, by=context.actor.username, at=context.at)
    import_bundle(context.conn, one.content, f"{one.key} {one.version}", entry, is_act=False)
    _close(context, one, "released", {"from": day.isoformat()})


def withdraw_proposal(context: ActContext, proposal: int) -> None:
    """Take a proposal back, or turn it down. The caller commits.

    Raises:
        NotFound, Forbidden, Conflict: as for a release; the proposer may take it back.
    """
    line_up(context.conn)
    _close(context, _found(context, proposal), "withdrawn", {})


def retire_in(context: ActContext, key: str, version: str, *, area: str | None, from_on: date) -> int:
    """End a version's days in force in one area, or without one in all. The caller commits.

    Raises:
        Forbidden: the actor keeps no rules of this area, or none of all areas.
        Invalid: the day is past.
        NotFound: it is not in force there on that day or later.
    """
    _refuse_others(context, area)
    if from_on < context.today:
        raise Invalid.at("from_on", N_("Rules end today or later"))
    entry = Entry(area=area, from_on=from_on, by=context.actor.username, at=context.at)
    return retire(context.conn, key, version, entry, is_general=area is None)


def _refuse_others(context: ActContext, area: str | None) -> None:
    if not keeps_bundles_of(context.actor, area or "", home_area=context.office.home_area):
        raise Forbidden


def _refuse_twice(context: ActContext, key: str, version: str, area: str | None) -> None:
    same = (BundleProposal.key == key) & (BundleProposal.version == version) & BundleProposal.outcome.is_(None)
    of_area = BundleProposal.area.is_(None) if area is None else BundleProposal.area == area
    if context.conn.execute(select(BundleProposal.id).where(same, of_area)).first() is not None:
        message = N_("Version %(version)s of “%(bundle)s” waits for its release already")
        raise Conflict("proposed_already", message, params={"bundle": key, "version": version})


def _found(context: ActContext, proposal: int) -> _Open:
    columns = (
        *(BundleProposal.id, BundleProposal.key, BundleProposal.version, BundleProposal.content),
        *(BundleProposal.area, BundleProposal.from_on, BundleProposal.proposed_by, BundleProposal.outcome),
    )
    row = context.conn.execute(select(*columns).where(BundleProposal.id == proposal)).first()
    if row is None or not _may_look(context, row.area):
        raise NotFound
    _refuse_others(context, row.area)
    if row.outcome is not None:
        raise Conflict("proposal_closed", N_("This proposal is closed already"))
    return _Open(row.id, row.key, row.version, row.content, row.area, row.from_on, row.proposed_by)


def _may_look(context: ActContext, area: str | None) -> bool:
    return area in (None, context.actor.area)


def _close(context: ActContext, one: _Open, outcome: Outcome, told: dict[str, object]) -> None:
    closed = {"outcome": outcome, "closed_at": context.at, "closed_by": context.actor.person}
    context.conn.execute(update(BundleProposal).where(BundleProposal.id == one.id).values(**closed))
    acts = Acts(context.conn, context.actor.username, context.at)
    acts.record(f"bundle.{outcome}", one.key, one.version, {"proposal": one.id, "area": one.area, **told})
