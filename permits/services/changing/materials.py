"""Handing papers in: several files a material, hashed, within a quota; one may be removed before acceptance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.facts import current_route, stands_for_applicant
from permits.errors import Conflict, Forbidden, Invalid, NotFound
from permits.files import Store
from permits.models import Material
from permits.services.case.duties import UNDECIDED
from permits.services.changing.amendments import ask_again_about
from permits.services.changing.quotas import Quota, check_quota
from permits.services.files.uploads import Examined, FileColumns, take_in
from permits.services.intake.tolerance import material_came
from workflows import N_, group

MOST_FILES = 100
NO_MORE = Quota()
LAW_31 = "Administrative Licensing Law art. 31"
MOST_REMOVED = 200
UNACCEPTED = group("application", "unaccepted")
REMOVABLE = group("application", "in_hand")


@dataclass(frozen=True, slots=True)
class StoredMaterial:
    """One file of one paper as it was kept."""

    id: int
    code: str
    sha256: str
    size_bytes: int
    version: int


def add_material(
    context: ActContext, application_id: int, *, code: str, file: Examined, store: Store, quota: Quota = NO_MORE
) -> StoredMaterial:
    """Take in a file of a paper; it stands beside those already there.

    Raises:
        NotFound, Forbidden, Conflict, Invalid: as `add_materials`.
    """
    return add_materials(context, application_id, [(code, file)], store=store, quota=quota)[0]


def add_materials(
    context: ActContext,
    application_id: int,
    files: Sequence[tuple[str, Examined]],
    *,
    store: Store,
    quota: Quota = NO_MORE,
) -> list[StoredMaterial]:
    """Take in files, each with the code of its paper: all of them or none.

    Raises:
        NotFound, Forbidden, Conflict: no such application, not the applicant's, no papers are awaited now, or there are
            more or larger ones than the quota allows.
        Invalid: the application needs no such paper.
    """
    case = open_case(context, application_id=application_id)
    _check_awaited(case, {code for code, _file in files})
    newest = _newest_versions(case, more=len(files))
    check_quota(case, sum(len(file.data) for _code, file in files), quota)
    stored = []
    for code, file in files:
        newest[code] = newest.get(code, 0) + 1
        stored.append(_add(case, code, newest[code], take_in(store, case.app.area, file)))
    case.save()
    return stored


def _add(case: CaseFile, code: str, version: int, kept: FileColumns) -> StoredMaterial:
    context, digest, size_bytes = case.context, kept["sha256"], kept["size_bytes"]
    material_id = case.add_now(
        Material, code=code, version=version, uploaded_by=context.actor.person, uploaded_at=context.at, **kept
    )
    case.record("material.added", {"code": code, "version": version, "sha256": digest, "size_bytes": size_bytes})
    case.materials[code] = version
    ask_again_about(case, code, version)
    material_came(case, code)
    return StoredMaterial(material_id, code, digest, size_bytes, version)


def remove_material(context: ActContext, application_id: int, material_id: int) -> None:
    """Take a file off the list of an application that is still to be handed in; its row stays on record.

    Raises:
        NotFound, Forbidden: no such file, or not the applicant's.
        Conflict: the office is working on the papers.
    Law: Administrative Licensing Law art. 31, 32.
    """
    case = open_case(context, application_id=application_id)
    if not stands_for_applicant(case, "change"):
        raise Forbidden
    mine = select(Material.code, Material.version, Material.sha256).where(Material.application_id == case.app.id)
    found = context.conn.execute(mine.where(Material.id == material_id, Material.removed_at.is_(None))).first()
    if found is None:
        raise NotFound
    if case.app.state not in REMOVABLE:
        raise Conflict(
            "action_not_open",
            N_("The office examines the materials as they were handed in: add the right file beside this one"),
            law=LAW_31,
        )
    case.change_all(Material, {Material.id: material_id}, removed_at=context.at)
    case.record("material.removed", {"code": found.code, "version": found.version, "sha256": found.sha256})
    case.save()


def _check_awaited(case: CaseFile, codes: Iterable[str]) -> None:
    if not stands_for_applicant(case, "change"):
        raise Forbidden
    needed = {material.code for material in current_route(case).materials}
    for code in codes:
        if case.app.state not in UNACCEPTED and not (_is_promised(case, code) or _follows_change(case, code)):
            raise Conflict("action_not_open", N_("No materials are awaited at this stage"))
        if code not in case.bundle.materials:
            raise Invalid.at("code", N_("There is no such material"))
        if code not in needed:
            raise Invalid.at("code", N_("This application needs no such material"), law=LAW_31)


def _is_promised(case: CaseFile, code: str) -> bool:
    """Say whether a paper was promised for later, and everything has not been handed over yet."""
    is_waiting = case.app.state in group("application", "unserved") and case.app.delivered_at is None
    return is_waiting and code in (case.app.tolerated or ())


def _follows_change(case: CaseFile, code: str) -> bool:
    """Say whether the form was changed since it was accepted and the paper belongs to a permit still under review."""
    if case.app.state != "in_review" or case.app.form_version == 1:
        return False
    needed = (one.permits for one in current_route(case).materials if one.code == code)
    return any(case.permits[key].state in UNDECIDED for permits in needed for key in permits if key in case.permits)


def _newest_versions(case: CaseFile, *, more: int) -> dict[str, int]:
    """Return the newest version of each paper handed in; as many files as come are still taken."""
    of_case = select(
        Material.code, func.max(Material.version), func.count().filter(Material.removed_at.is_(None)), func.count()
    ).where(Material.application_id == case.app.id)
    rows = case.context.conn.execute(of_case.group_by(Material.code)).all()
    listed = more + sum(listed for _code, _newest, listed, _in_all in rows)
    in_all = more + sum(in_all for _code, _newest, _listed, in_all in rows)
    if listed > MOST_FILES or in_all > MOST_FILES + MOST_REMOVED:
        raise Conflict(
            "too_many_files", N_("An application takes at most %(count)s files"), params={"count": MOST_FILES}
        )
    return {row[0]: int(row[1]) for row in rows}
