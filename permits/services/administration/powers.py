"""Powers of attorney: an agent records one, the principal confirms it, either of them or the counter revokes it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, update

from forms.part_fields import canonical, findings
from permits.actor import Actor
from permits.casefile import ActContext
from permits.casefile.bans import identity_of, subject_of
from permits.errors import Conflict, Forbidden, Invalid, NotFound
from permits.files import Store
from permits.models import PowerOfAttorney, User
from permits.models.base import JsonObject
from permits.policies import OWNER, serves_counter
from permits.queries.typed import columns_of, first
from permits.services.administration.chain import Act, record
from permits.services.case.representation import LAW_29
from permits.services.files.uploads import Examined, take_in
from permits.services.notifying.mailing import Addressee, Stranger, tell_account, write_to_stranger
from workflows import N_, POWER_ACTS, form_fields

LONGEST_NAME = 100
COMPANY, PERSON = "company", "person"
Fault = tuple[str, str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Terms:
    """How far a power goes: a bundle ("" for all), the acts of `POWER_ACTS`, first and last day."""

    scope: str
    acts: Collection[str]
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class Empowered:
    """Who empowers whom: the principal's kind, number, name and address, the agent's identity document, the terms."""

    principal_number: str
    principal_name: str
    id_kind: str
    resident_id: str
    terms: Terms
    principal_kind: str = COMPANY
    principal_email: str = ""

    @property
    def principal(self) -> Mapping[str, object]:
        """The principal as the applicant of a form."""
        key = "uscc" if self.principal_kind == COMPANY else "resident_id"
        return canonical("applicant", {"kind": self.principal_kind, key: self.principal_number})


def record_power(context: ActContext, said: Empowered, *, file: Examined, store: Store, wall: datetime) -> int:
    """Put a power of attorney of the actor's on record; returns its id. It opens drafts alone until it is confirmed.

    A natural person is asked by a letter with a one-time link.

    Raises:
        Forbidden: the actor is no applicant.
        Invalid: a field is wrong.
    Law: Civil Code art. 165.
    """
    if not context.actor.holds("applicant"):
        raise Forbidden
    agent = canonical("agent", {"name": context.actor.name, "id_kind": said.id_kind, "resident_id": said.resident_id})
    if faults := [*_of_people(said, agent, context.today), *_of_terms(context, said.terms)]:
        raise Invalid(faults, law=LAW_29)
    made = insert(PowerOfAttorney).values(
        principal_kind=said.principal_kind,
        principal_uscc=subject_of(said.principal, secret=context.office.secret),
        principal_name=said.principal_name.strip(),
        principal_email=said.principal_email.strip() if said.principal_kind == PERSON else "",
        agent_id=context.actor.person,
        agent=agent,
        uploaded_by=context.actor.person,
        uploaded_at=context.at,
        **_columns(said.terms),
        **take_in(store, context.actor.area, file),
    )
    power_id = int(context.conn.execute(made.returning(PowerOfAttorney.id)).scalar_one())
    record(context, [Act("power.recorded", {"key": context.actor.username, **_told(power_id, said.terms)})])
    if said.principal_kind == PERSON:
        about = {"power": str(power_id), "agent": context.actor.name, "name": said.principal_name.strip()}
        to = Stranger(context.actor.area, said.principal_email.strip(), context.actor.language)
        write_to_stranger(context.conn, to, "power.asked", wall=wall, params=about)
    return power_id


def _columns(terms: Terms) -> dict[str, object]:
    acts = [one for one in POWER_ACTS if one in terms.acts]
    return {"scope": terms.scope, "acts": acts, "from_on": terms.from_on, "to_on": terms.to_on}


def _told(power_id: int, terms: Terms) -> dict[str, object]:
    days = {"from_on": terms.from_on.isoformat(), "to_on": terms.to_on.isoformat()}
    return {"power": power_id, **_columns(terms), **days}


def _of_people(said: Empowered, agent: Mapping[str, object], on: date) -> list[Fault]:
    faults: list[Fault] = []
    if not identity_of(said.principal):
        message = N_("Enter the credit code of the company, or the number of the person's identity card")
        faults.append(("principal_number", message, {}))
    if not 0 < len(said.principal_name.strip()) <= LONGEST_NAME:
        faults.append(("principal_name", N_("Name who empowers you"), {}))
    if said.principal_kind == PERSON and "@" not in said.principal_email:
        faults.append(("principal_email", N_("Enter the address at which this person confirms it"), {}))
    number = form_fields()["agent.resident_id"]
    if not agent.get("resident_id"):
        faults.append(("resident_id", N_("Enter the number of your identity document"), {}))
    faults += [("resident_id", one.message, one.params) for one in findings(number, agent, on) if not one.is_warning]
    return faults


def _of_terms(context: ActContext, terms: Terms) -> list[Fault]:
    faults: list[Fault] = []
    if terms.scope and terms.scope not in context.office.in_force(context.actor.area, context.today):
        faults.append(("scope", N_("There is no bundle of this name, or it is not offered at present"), {}))
    if not terms.acts or not set(terms.acts) <= set(POWER_ACTS):
        faults.append(("acts", N_("Say what the agent may do"), {}))
    if terms.to_on < max(terms.from_on, context.today):
        faults.append(("to_on", N_("The power ends before it begins, or has ended already"), {}))
    return faults


@dataclass(frozen=True, slots=True)
class Known:
    """A power that was not revoked; `username` is the account of its agent."""

    id: int
    agent_id: int | None
    principal_kind: str
    principal_uscc: str
    principal_name: str
    scope: str
    acts: Collection[str]
    from_on: date
    to_on: date | None
    confirmed_at: datetime | None
    agent: JsonObject
    username: str | None
    email: str | None

    @property
    def agent_name(self) -> str:
        """The agent's name."""
        return str(self.agent.get("name") or "")

    @property
    def terms(self) -> Terms:
        """How far it goes as it stands."""
        return Terms(self.scope, self.acts, self.from_on, self.to_on or date.max)


def find_power(context: ActContext, power_id: int, *, lock: bool = False) -> Known:
    """Return a power that was not revoked; the counter's are those of its area, to others it is one in all areas.

    Raises:
        NotFound: there is none.
    """
    named = {"username": User.username, "email": User.email}
    wanted = select(*columns_of(Known, PowerOfAttorney, named)).outerjoin(User, User.id == PowerOfAttorney.agent_id)
    mine = (PowerOfAttorney.id == power_id) & PowerOfAttorney.revoked_at.is_(None)
    if serves_counter(context.actor):
        mine &= PowerOfAttorney.area == context.actor.area
    wanted = wanted.where(mine)
    found = first(context.conn, Known, wanted.with_for_update(of=PowerOfAttorney) if lock else wanted)
    if found is None:
        raise NotFound
    return found


def power_to_confirm(context: ActContext, power_id: int, *, lock: bool = False) -> Known:
    """Return a power that waits for the actor's confirmation.

    Raises:
        NotFound: there is none, or the actor is neither an owner of the principal's accounts nor the counter.
        Conflict: it is confirmed.
    """
    found = find_power(context, power_id, lock=lock)
    if not may_confirm(context.actor, found.principal_uscc):
        raise NotFound
    if found.confirmed_at is not None:
        raise Conflict("power_confirmed", N_("This power of attorney is confirmed; it can only be revoked"))
    return found


def confirm_power(context: ActContext, power_id: int, terms: Terms, *, wall: datetime) -> None:
    """Confirm a power as its principal, or as the counter that has seen the paper, within the terms given.

    Raises:
        NotFound, Conflict: as `power_to_confirm`.
        Invalid: the terms are wrong.
    Law: Civil Code art. 165.
    """
    found = power_to_confirm(context, power_id, lock=True)
    if faults := _of_terms(context, terms):
        raise Invalid(faults, law=LAW_29)
    _confirm(context, found, terms, "counter" if serves_counter(context.actor) else "principal", wall=wall)


def answer_power(context: ActContext, power_id: int, *, is_confirmed: bool, wall: datetime) -> None:
    """Take the answer of a natural person who holds the link that was mailed to them.

    Raises:
        NotFound: there is no such power, or it was revoked.
        Conflict: it is confirmed.
    """
    found = find_power(context, power_id, lock=True)
    if found.confirmed_at is not None:
        raise Conflict("power_confirmed", N_("This power of attorney is confirmed; it can only be revoked"))
    if is_confirmed:
        _confirm(context, found, found.terms, "link", wall=wall)
    else:
        _revoke(context, found, "link", wall=wall)


def _confirm(context: ActContext, found: Known, terms: Terms, how: str, *, wall: datetime) -> None:
    by = {"confirmed_at": context.at, "confirmed_by": context.actor.username, "confirmed_as": how}
    mine = update(PowerOfAttorney).where(PowerOfAttorney.id == found.id)
    context.conn.execute(mine.values(**_columns(terms), **by))
    record(context, [Act("power.confirmed", {"key": found.username or "", **_told(found.id, terms), "as": how})])
    _tell_agent(context, found, "power.confirmed", wall=wall)


def revoke_power(context: ActContext, power_id: int, *, wall: datetime) -> None:
    """Revoke a power of attorney; whoever acted by it acts no more.

    Raises:
        NotFound: there is no such power in force, or the actor is neither agent, principal nor of the counter.
    Law: Civil Code art. 173.
    """
    found = find_power(context, power_id, lock=True)
    if not concerns(context.actor, found.agent_id, found.principal_uscc):
        raise NotFound
    _revoke(context, found, "agent" if found.agent_id == context.actor.id else "principal", wall=wall)


def _revoke(context: ActContext, found: Known, how: str, *, wall: datetime) -> None:
    revoked = {"revoked_at": context.at, "revoked_by": context.actor.username}
    context.conn.execute(update(PowerOfAttorney).where(PowerOfAttorney.id == found.id).values(**revoked))
    record(context, [Act("power.revoked", {"key": found.username or "", "power": found.id, "as": how})])
    if how != "agent":
        _tell_agent(context, found, "power.revoked", wall=wall)


def _tell_agent(context: ActContext, found: Known, kind: str, *, wall: datetime) -> None:
    if found.agent_id is not None:
        to = Addressee(context.actor.area, found.agent_id, found.email or "")
        tell_account(context.conn, to, kind, wall=wall, params={"principal": found.principal_name})


def may_confirm(actor: Actor, principal: str) -> bool:
    """Return whether the actor confirms powers of a principal: an owner of its accounts, or the counter."""
    is_owner = actor.holds(OWNER) and bool(actor.company) and actor.company[:-1] == principal[:-1]
    return is_owner or serves_counter(actor)


def concerns(actor: Actor, agent_id: int | None, principal: str) -> bool:
    """Return whether a power is the actor's business: its agent, a member of the principal, or the counter."""
    is_principal = bool(actor.company) and actor.company[:-1] == principal[:-1]
    return is_principal or serves_counter(actor) or (agent_id is not None and agent_id == actor.id)
