"""Counter filing 窗口代录: the owner of an application that the counter writes down for an applicant who came there.

Law: Regulation on Optimising the Business Environment art. 37: the applicant chooses the channel.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Row, insert, select

from permits.casefile import ActContext, CaseFile
from permits.casefile.bans import identity_of, subject_of
from permits.errors import Forbidden, Invalid
from permits.keys import keyed, phone_digest
from permits.models import Company, RoleGrant, User
from permits.policies import COUNTER, ONLINE, serves_counter, stands_in
from permits.queries.office.people import NO_PASSWORD
from permits.queries.office.recorded import PAPER
from permits.services.case.parties import lacking_identity
from permits.services.notifying.mailing import insert_once

LAW_29 = "Administrative Licensing Law art. 29"
# no password has this hash, so nobody can sign in to the account
Applicant = Mapping[str, object]
Account = Row[int, str]


@dataclass(frozen=True, slots=True)
class Filer:
    """The owner of an application and its channel, as its columns."""

    owner_id: int
    company_id: int | None
    language: str
    channel: str


def filer_of(context: ActContext, applicant: Applicant) -> Filer:
    """Return the owner of what the actor files: the actor, or the applicant at the counter.

    Raises:
        Forbidden: the actor is neither an applicant nor of the counter.
        Invalid: the counter names no applicant.
    """
    actor = context.actor
    if actor.holds("applicant") and actor.id is not None:
        return Filer(actor.id, actor.company_id, actor.language, ONLINE)
    if not serves_counter(actor):
        raise Forbidden
    return _at_counter(context, applicant)


def filer_of_child(case: CaseFile) -> Filer:
    """Return the owner of a renewal or variation: the actor, or at the counter the holder."""
    if stands_in(case.context.actor, case.app):
        return Filer(case.app.owner_id, case.app.company_id, case.app.language, COUNTER)
    return filer_of(case.context, case.form.applicant)


def follow_applicant(case: CaseFile, before: Applicant, after: Applicant) -> None:
    """Move a counter filing to the applicant named now, or a person misspelt first would still see it.

    Raises:
        Invalid: the form names no applicant.
    """
    secret = case.context.office.secret
    if stands_in(case.context.actor, case.app) and subject_of(before, secret=secret) != subject_of(
        after, secret=secret
    ):
        filer = _at_counter(case.context, after)
        case.change(
            case.app,
            owner_id=filer.owner_id,
            company_id=filer.company_id,
            language=filer.language,
            channel=filer.channel,
        )


def _at_counter(context: ActContext, applicant: Applicant) -> Filer:
    subject = subject_of(applicant, secret=context.office.secret)
    if not subject:
        raise Invalid(lacking_identity(applicant), law=LAW_29)
    is_person, name = applicant.get("kind") == "person", str(applicant.get("name", ""))
    company = None if is_person else _company(context, identity_of(applicant), name)
    known = _account(context, User.company_id == company) if company else _person(context, applicant)
    owner = known or _counter_account(context, subject, name, company)
    return Filer(owner.id, company, owner.language, COUNTER)


def _company(context: ActContext, uscc: str, name: str) -> int:
    """Find a company by its credit code, adding it if new: whoever joins it later sees what was filed."""
    values = {"area": context.actor.area, "uscc": uscc, "name": name, "name_en": name}
    insert_once(context.conn, Company, values)
    wanted = select(Company.id).where(Company.uscc == uscc)
    return int(context.conn.execute(wanted).scalar_one())


def _person(context: ActContext, applicant: Applicant) -> Account | None:
    """Find a private person's own account by name and telephone; None if two match, or the office has not seen it.

    Whoever registers writes name and telephone themselves.
    """
    name, phone = applicant.get("name"), applicant.get("phone")
    if not name or not phone:
        return None
    is_person = User.identity_seen & User.company_id.is_(None) & (User.name_zh == name)
    found = phone_digest(context.office.secret, str(phone))
    return _account(context, is_person & (User.phone_digest == found), only=True)


def _account(context: ActContext, wanted: ColumnElement[bool], *, only: bool = False) -> Account | None:
    """Find an active account of an applicant, of whatever area, preferring one with a password."""
    rows = (
        select(User.id, User.language)
        .join(RoleGrant, (RoleGrant.user_id == User.id) & (RoleGrant.area == User.area))
        .where(User.is_active, RoleGrant.role == "applicant", wanted)
        .order_by(User.password_hash == NO_PASSWORD, User.id)
        .limit(2)
    )
    found = context.conn.execute(rows).all()
    return found[0] if found and not (only and len(found) > 1) else None


def _counter_account(context: ActContext, subject: str, name: str, company: int | None) -> Account:
    """Return the account that owns the filings of an applicant without one: always the same, nobody can sign in."""
    area = context.actor.area
    username = f"{PAPER}{keyed(context.office.secret, f'paper-account:{area}:{subject}')[:32]}"
    account = {"area": area, "username": username, "name_zh": name, "name_en": name, "email": "", "phone": ""}
    more = {"password_hash": NO_PASSWORD, "company_id": company, "language": context.actor.language, "is_active": True}
    is_new = insert_once(context.conn, User, {**account, **more})
    found = context.conn.execute(select(User.id, User.language).where(User.username == username)).one()
    if is_new:
        context.conn.execute(insert(RoleGrant).values(user_id=found.id, role="applicant", department="", area=area))
    return found
