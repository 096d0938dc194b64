"""Who may act for an applicant: a company acts through its members, or by a power of attorney on record."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from permits.casefile import ActContext, CaseFile
from permits.casefile.bans import identity_of
from permits.casefile.facts import acts_for_applicant
from permits.errors import Invalid
from permits.models import Material, PowerOfAttorney
from permits.policies import stands_in
from permits.queries.typed import columns_of, first
from permits.services.case.parties import Part
from workflows import APPLICANT, N_, POWER_ACTS

AGENT = ("name", "id_kind", "resident_id", "phone")
NO_POWER = N_("Your account does not belong to this company: put its power of attorney on record first")
UNCONFIRMED = N_("Your power of attorney does not open this: the principal has not confirmed it, or not for this act")
LAW_29 = "Administrative Licensing Law art. 29; Civil Code art. 165"


@dataclass(frozen=True, slots=True)
class _Document:
    """The document of a power of attorney, as it was kept."""

    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    storage_key: str
    uploaded_by: int
    uploaded_at: datetime


def require_representation(context: ActContext, applicant: Part, bundle: str, act: str) -> None:
    """Refuse an account that does for somebody else what it holds no power of attorney for.

    Whoever is not named yet is no fault of a draft; the counter records the power presented to it.

    Raises:
        Invalid: the account does not represent the applicant, or its power does not open the act.
    Law: Administrative Licensing Law art. 29; Civil Code art. 165.
    """
    if not context.actor.holds(APPLICANT):
        return
    opened = acts_for_applicant(context, applicant, bundle)
    if act in opened:
        return
    field = "applicant.resident_id" if applicant.get("kind") == "person" else "applicant.uscc"
    message = UNCONFIRMED if opened else NO_POWER
    raise Invalid([(field, message, {})], law=LAW_29)


def record_presented_power(case: CaseFile) -> None:
    """Put on record the power of attorney that an agent presented at the counter; the caller saves.

    Its document is the material of the bundle that authorises the agent. None is recorded while that is missing.
    """
    applicant = case.form.applicant
    if not stands_in(case.context.actor, case.app) or applicant.get("kind") == "person":
        return
    codes = [material.code for material in case.bundle.materials.values() if material.authorises]
    newest = (
        select(*columns_of(_Document, Material))
        .where(Material.application_id == case.app.id, Material.code.in_(codes))
        .order_by(Material.version.desc())
        .limit(1)
    )
    if presented := first(case.context.conn, _Document, newest):
        _put_on_record(case, presented)


def _put_on_record(case: CaseFile, presented: _Document) -> None:
    """Put a power on record that the counter has seen; it opens every act in the matter of its case."""
    applicant = case.form.applicant
    case.add(
        PowerOfAttorney,
        area=case.app.area,
        principal_uscc=identity_of(applicant),
        principal_name=str(applicant.get("name", "")),
        agent_id=None,
        agent={key: case.form.agent.get(key) for key in AGENT},
        scope=case.app.bundle,
        acts=list(POWER_ACTS),
        from_on=case.context.today,
        to_on=None,
        confirmed_at=case.context.at,
        confirmed_by=case.context.actor.username,
        confirmed_as="counter",
        file_name=presented.file_name,
        media_type=presented.media_type,
        size_bytes=presented.size_bytes,
        sha256=presented.sha256,
        storage_key=presented.storage_key,
        uploaded_by=presented.uploaded_by,
        uploaded_at=presented.uploaded_at,
    )
