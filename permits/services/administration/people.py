"""People of an area: add, change, disable, give roles, reset; roles of oversight by two administrators where wanted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from permits.casefile import ActContext
from permits.errors import Conflict, NotFound
from permits.models import ApiToken, Area, RoleRequest, User, UserSession
from permits.policies import OVERSIGHT
from permits.queries.office.people import NO_PASSWORD
from permits.queries.office.recorded import people_of
from permits.queries.office.records import AreaRecord, PersonRecord
from permits.services.administration.applying import apply
from permits.services.administration.chain import Act, record
from permits.services.house.factors.holding import void
from permits.services.house.federation import identities
from permits.services.notifying.account_letters import issue_link
from permits.services.notifying.mailing import Addressee, write_to_account
from workflows import N_


@dataclass(frozen=True, slots=True)
class Kept:
    """A person as they stand on record."""

    id: int
    record: PersonRecord


def find(context: ActContext, username: str) -> Kept:
    """Find a person of the actor's area, active or not.

    Raises:
        NotFound: the area has no such person.
    """
    own = (User.area == context.actor.area) & (User.username == username)
    user_id = context.conn.execute(select(User.id).where(own)).scalar()
    if user_id is None:
        raise NotFound(N_("There is no person %(username)s here"), params={"username": username})
    return Kept(user_id, people_of(context.conn, User.id == user_id)[0])


def find_account(context: ActContext, user_id: int) -> Kept:
    """Find a person of the actor's area by account.

    Raises:
        NotFound: the area has no such account.
    """
    own = (User.area == context.actor.area) & (User.id == user_id)
    if not (found := people_of(context.conn, own)):
        raise NotFound
    return Kept(user_id, found[0])


def add(context: ActContext, wanted: PersonRecord, *, wall: datetime) -> int:
    """Add a person, who is invited by letter; roles of oversight that need a second administrator are asked for.

    Returns the account.

    Raises:
        Conflict: there is such a person.
        Unsound: a role, department or company is unknown, or the user name belongs to another area.
    """
    if _known(context, [wanted.username]):
        raise Conflict("person_known", N_("This user name is taken"))
    return _put(context, {}, [wanted], wall=wall)[wanted.username].id


@dataclass(frozen=True, slots=True)
class Put:
    """An account that was put on record, and the roles a second administrator has to grant first."""

    id: int
    held: Collection[str]


def put(context: ActContext, *wanted: PersonRecord, wall: datetime) -> Mapping[str, Put]:
    """Add and change people, new ones are invited by letter; returns them by user name.

    Raises:
        Unsound: a role, department or company is unknown, or nobody would administer the area.
    """
    known = {one.username: one for one in _known(context, [one.username for one in wanted])}
    return _put(context, known, wanted, wall=wall)


def _put(
    context: ActContext, known: Mapping[str, PersonRecord], wanted: Sequence[PersonRecord], *, wall: datetime
) -> Mapping[str, Put]:
    held = {one.username: _asked_for(context, known.get(one.username), one) for one in wanted}
    save(context, *(_without(one, held[one.username]) for one in wanted))
    ids = dict(context.conn.execute(select(User.username, User.id).where(User.username.in_(held))).all())
    for one in wanted:
        _ask(context, Kept(ids[one.username], one), held[one.username])
        if one.username not in known:
            to = Addressee(context.actor.area, ids[one.username], one.email)
            write_to_account(context.conn, to, "account.invited", wall=wall)
    return {name: Put(ids[name], roles) for name, roles in held.items()}


def _known(context: ActContext, names: Collection[str]) -> Sequence[PersonRecord]:
    return people_of(context.conn, (User.area == context.actor.area) & User.username.in_(names))


def _without(person: PersonRecord, roles: Collection[str]) -> PersonRecord:
    if not roles:
        return person
    return person.model_copy(update={"roles": tuple(sorted(set(person.roles) - set(roles)))})


def save(context: ActContext, *people: PersonRecord) -> int:
    """Write people as they are wanted; returns how many rows that changed.

    Raises:
        Unsound: a role, department or company is unknown, or nobody would administer the area.
    """
    # what is said of the area itself is its code alone
    area = AreaRecord.model_construct(code=context.actor.area, people=people)
    return len(apply(context, area))


def set_roles(context: ActContext, username: str, roles: Collection[str], *, wall: datetime) -> Collection[str]:
    """Set the roles of a person; returns those a second administrator has to grant first.

    Raises:
        NotFound, Unsound: no such person, role or department; nobody would administer the area.
    """
    wanted = _changed(find(context, username).record, roles=tuple(sorted(set(roles))))
    return put(context, wanted, wall=wall)[username].held


def disable(context: ActContext, kept: Kept) -> None:
    """Disable a person: their sessions end, their tokens are revoked; enabling again restores neither.

    Raises:
        Unsound: nobody would administer the area.
    """
    save(context, _changed(kept.record, is_active=False))


def enable(context: ActContext, kept: Kept) -> None:
    """Let a disabled person sign in again."""
    save(context, _changed(kept.record, is_active=True))


def reset(context: ActContext, kept: Kept, *, wall: datetime, by_letter: bool = False) -> str:
    """Void a person's password, second factors, linked identities and sessions; they choose a new password by a link.

    Returns the token of the link, empty where it goes out by letter: where that is wanted and there is an address.

    Raises:
        Conflict: the account is disabled.
    """
    if not kept.record.is_active:
        raise Conflict("person_disabled", N_("This account is disabled: enable it first"))
    context.conn.execute(update(User).where(User.id == kept.id).values(password_hash=NO_PASSWORD))
    context.conn.execute(delete(UserSession).where(UserSession.user_id == kept.id))
    void(context.conn, kept.id)
    identities.forget(context.conn, kept.id)
    record(context, [Act("person.reset", {"key": kept.record.username})])
    if by_letter and kept.record.email:
        to = Addressee(context.actor.area, kept.id, kept.record.email)
        write_to_account(context.conn, to, "account.voided", wall=wall)
        return ""
    return issue_link(context.conn, kept.id, wall=wall)


def revoke_token(context: ActContext, token_id: int) -> str:
    """Revoke a token of somebody of the area; returns whose it was.

    Raises:
        NotFound: there is no such live token in the area.
    """
    mine = (ApiToken.id == token_id) & (User.area == context.actor.area) & ApiToken.revoked_at.is_(None)
    wanted = select(User.username, ApiToken.label).join(User, User.id == ApiToken.user_id).where(mine)
    found = context.conn.execute(wanted).first()
    if found is None:
        raise NotFound
    context.conn.execute(update(ApiToken).where(ApiToken.id == token_id).values(revoked_at=context.at))
    record(context, [Act("token.revoked", {"key": found.username, "label": found.label})])
    return str(found.username)


def decide_request(context: ActContext, request_id: int, *, is_granted: bool) -> None:
    """Grant or decline a role of oversight that another administrator asked for.

    Raises:
        NotFound: there is no such open request in the area.
        Conflict: the actor asked for it, or it is for the actor.
    """
    own = (RoleRequest.id == request_id) & (RoleRequest.area == context.actor.area) & RoleRequest.decided_at.is_(None)
    wanted = select(RoleRequest.role, RoleRequest.asked_by, User.username).join(User, User.id == RoleRequest.user_id)
    found = context.conn.execute(wanted.where(own)).first()
    if found is None:
        raise NotFound
    if is_granted and context.actor.username in {found.asked_by, found.username}:
        raise Conflict("four_eyes", N_("A second administrator, for whom the role is not, has to grant it"))
    decided = {"decided_by": context.actor.username, "decided_at": context.at, "is_granted": is_granted}
    context.conn.execute(update(RoleRequest).where(RoleRequest.id == request_id).values(**decided))
    about = {"key": found.username, "role": found.role, "asked_by": found.asked_by}
    record(context, [Act("role.granted" if is_granted else "role.declined", about)])
    if is_granted:
        kept = find(context, found.username).record
        save(context, _changed(kept, roles=tuple(sorted({*kept.roles, found.role}))))


def _changed(person: PersonRecord, **fields: object) -> PersonRecord:
    """Return a record that says these fields of a person and nothing else."""
    return PersonRecord.model_construct(
        _fields_set={"username", *fields},
        **{**dict(person), **fields},
    )


def _asked_for(context: ActContext, known: PersonRecord | None, wanted: PersonRecord) -> frozenset[str]:
    """Return the roles of oversight gained that need a second administrator; the operator's commands need none."""
    is_wanted = select(Area.four_eyes).where(Area.code == context.actor.area)
    gained = (set(wanted.roles) - set(known.roles if known else ())) & OVERSIGHT
    if context.actor.kind == "system" or not gained or not context.conn.execute(is_wanted).scalar():
        return frozenset()
    return frozenset(gained)


def _ask(context: ActContext, kept: Kept, roles: Collection[str]) -> None:
    if not roles:
        return
    open_ones = (RoleRequest.user_id == kept.id) & RoleRequest.decided_at.is_(None)
    known = set(context.conn.execute(select(RoleRequest.role).where(open_ones)).scalars())
    about = {"area": context.actor.area, "asked_by": context.actor.username, "asked_at": context.at}
    new = sorted(set(roles) - known)
    if new:
        rows = [{**about, "user_id": kept.id, "role": role} for role in new]
        context.conn.execute(insert(RoleRequest), rows)
        record(context, [Act("role.requested", {"key": kept.record.username, "role": role}) for role in new])
