"""Powers of attorney on record: an agent records one, agent, principal or counter revoke it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, insert, select, update

from forms.part_fields import canonical, findings
from permits.actor import Actor
from permits.casefile import ActContext
from permits.casefile.bans import identity_of
from permits.errors import Forbidden, Invalid, NotFound
from permits.files import Store
from permits.models import PowerOfAttorney
from permits.policies import serves_counter
from permits.services.case.representation import LAW_29
from permits.services.files.uploads import Examined, take_in
from workflows import N_, form_fields

LONGEST_NAME = 100
Fault = tuple[str, str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Empowered:
    """Who empowers whom: the principal, the agent's identity document, a bundle ("" for all), first and last day."""

    principal_uscc: str
    principal_name: str
    id_kind: str
    resident_id: str
    scope: str
    from_on: date
    to_on: date


def record_power(context: ActContext, said: Empowered, *, file: Examined, store: Store) -> int:
    """Put a power of attorney of the actor's on record; returns its id.

    Raises:
        Forbidden: the actor is no applicant.
        Invalid: a field is wrong.
    Law: Civil Code art. 165.
    """
    if not context.actor.holds("applicant"):
        raise Forbidden
    principal = canonical("applicant", {"kind": "company", "uscc": said.principal_uscc})
    agent = canonical("agent", {"name": context.actor.name, "id_kind": said.id_kind, "resident_id": said.resident_id})
    if faults := [*_of_people(said, principal, agent, context.today), *_of_terms(context, said)]:
        raise Invalid(faults, law=LAW_29)
    made = insert(PowerOfAttorney).values(
        principal_uscc=identity_of(principal),
        principal_name=said.principal_name.strip(),
        agent_id=context.actor.person,
        agent=agent,
        scope=said.scope,
        from_on=said.from_on,
        to_on=said.to_on,
        uploaded_by=context.actor.person,
        uploaded_at=context.at,
        **take_in(store, context.actor.area, file),
    )
    return int(context.conn.execute(made.returning(PowerOfAttorney.id)).scalar_one())


def _of_people(said: Empowered, principal: Mapping[str, object], agent: Mapping[str, object], on: date) -> list[Fault]:
    faults: list[Fault] = []
    if not identity_of(principal):
        faults.append(("principal_uscc", N_("Enter the credit code of the company, 18 characters"), {}))
    if not 0 < len(said.principal_name.strip()) <= LONGEST_NAME:
        faults.append(("principal_name", N_("Name the company"), {}))
    number = form_fields()["agent.resident_id"]
    if not agent.get("resident_id"):
        faults.append(("resident_id", N_("Enter the number of your identity document"), {}))
    faults += [("resident_id", one.message, one.params) for one in findings(number, agent, on) if not one.is_warning]
    return faults


def _of_terms(context: ActContext, said: Empowered) -> list[Fault]:
    faults: list[Fault] = []
    if said.scope and said.scope not in context.office.in_force(context.actor.area, context.today):
        faults.append(("scope", N_("There is no bundle of this name, or it is not offered at present"), {}))
    if said.to_on < max(said.from_on, context.today):
        faults.append(("to_on", N_("The power ends before it begins, or has ended already"), {}))
    return faults


def revoke_power(context: ActContext, power_id: int) -> None:
    """Revoke a power of attorney; whoever acted by it acts no more.

    Raises:
        NotFound: there is no such power in force, or the actor is neither agent, principal nor of the counter.
    Law: Civil Code art. 173.
    """
    columns = (PowerOfAttorney.area, PowerOfAttorney.agent_id, PowerOfAttorney.principal_uscc)
    wanted = select(*columns).where(PowerOfAttorney.id == power_id, PowerOfAttorney.revoked_at.is_(None))
    found = context.conn.execute(wanted).first()
    if found is None or not concerns(context.actor, found):
        raise NotFound
    revoked = {"revoked_at": context.at, "revoked_by": context.actor.username}
    context.conn.execute(update(PowerOfAttorney).where(PowerOfAttorney.id == power_id).values(**revoked))


def concerns(actor: Actor, power: Row[str, int | None, str]) -> bool:
    """Return whether a power is the actor's business: its agent, a member of the principal, or the area's counter."""
    is_principal = bool(actor.company) and actor.company[:-1] == power.principal_uscc[:-1]
    is_counter = serves_counter(actor) and power.area == actor.area
    return is_principal or is_counter or (power.agent_id is not None and power.agent_id == actor.id)
