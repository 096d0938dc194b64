"""Handing papers in: checked by content, kept once a version, hashed."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

import filetype
from sqlalchemy import func, insert, select

from permits.casefile import CaseFile, Desk, open_case
from permits.casefile.facts import current_route, roles_on_case
from permits.errors import Conflict, Forbidden, Invalid, TooLarge, UnsupportedMedia
from permits.files import Store, random_key
from permits.models import Material
from permits.services.amendments import ask_again_about
from permits.services.duties import UNDECIDED
from permits.services.tolerance import paper_came
from workflows import N_

LARGEST_BYTES = 20 * 1024 * 1024
MOST_FILES = 100
LONGEST_NAME = 200
# What the content must be for each ending; an .exe named .pdf has neither.
KINDS: dict[str, frozenset[str]] = {
    "pdf": frozenset({"application/pdf"}),
    "png": frozenset({"image/png"}),
    "jpg": frozenset({"image/jpeg"}),
    "jpeg": frozenset({"image/jpeg"}),
    "docx": frozenset({"application/vnd.openxmlformats-officedocument.wordprocessingml.document"}),
    "dwg": frozenset({"image/vnd.dwg"}),
}
OPEN_FOR_PAPERS = frozenset({"draft", "received", "supplement"})


@dataclass(frozen=True, slots=True)
class StoredMaterial:
    """One version of one paper as it was kept."""

    id: int
    code: str
    sha256: str
    size_bytes: int
    version: int


def add_material(
    desk: Desk, application_id: int, *, code: str, file_name: str, data: bytes, store: Store
) -> StoredMaterial:
    """Take in a paper; a newer version stands beside the older ones.

    Raises:
        NotFound, Forbidden, Conflict: no such application, not the applicant's, or no papers are awaited now.
        Invalid: the application needs no such paper.
        TooLarge, UnsupportedMedia: the file is refused, nothing is kept.
    """
    case = open_case(desk, application_id=application_id)
    _check_awaited(case, code)
    name = PurePath(file_name.replace("\\", "/")).name[:LONGEST_NAME] or code
    media_type = checked_media_type(name, data)
    version = _next_version(case, code)
    key = random_key(case.app.area)
    store.put(key, data)
    digest = hashlib.sha256(data).hexdigest()
    made = insert(Material).values(
        application_id=case.app.id,
        area=case.app.area,
        code=code,
        version=version,
        file_name=name,
        media_type=media_type,
        size_bytes=len(data),
        sha256=digest,
        storage_key=key,
        uploaded_by=desk.actor.id,
        uploaded_at=desk.at,
    )
    material_id = int(desk.conn.execute(made.returning(Material.id)).scalar_one())
    case.record("material.added", {"code": code, "version": version, "sha256": digest, "size_bytes": len(data)})
    case.papers[code] = version
    ask_again_about(case, code, version)
    paper_came(case, code)
    case.save()
    return StoredMaterial(material_id, code, digest, len(data), version)


def _check_awaited(case: CaseFile, code: str) -> None:
    if "applicant" not in roles_on_case(case):
        raise Forbidden
    if case.app.state not in OPEN_FOR_PAPERS and not (_is_promised(case, code) or _follows_change(case, code)):
        raise Conflict("action_not_open", N_("No papers are awaited at this stage"))
    if code not in case.bundle.materials:
        raise Invalid.at("code", N_("There is no such paper"))
    if code not in {material.code for material in current_route(case).materials}:
        raise Invalid.at("code", N_("This application needs no such paper"))


def _is_promised(case: CaseFile, code: str) -> bool:
    """Say whether a paper was promised for later, and everything has not been handed over yet."""
    is_waiting = case.app.state in {"in_review", "decided", "withdrawn"} and case.app.delivered_at is None
    return is_waiting and code in (case.app.tolerated or ())


def _follows_change(case: CaseFile, code: str) -> bool:
    """Say whether the form was changed since it was accepted and the paper belongs to a permit still under review."""
    if case.app.state != "in_review" or case.app.form_version == 1:
        return False
    needed = (one.permits for one in current_route(case).materials if one.code == code)
    return any(case.permits[key].state in UNDECIDED for permits in needed for key in permits if key in case.permits)


def _next_version(case: CaseFile, code: str) -> int:
    mine = Material.application_id == case.app.id
    versions = select(func.max(Material.version).filter(Material.code == code), func.count()).where(mine)
    newest, count = case.desk.conn.execute(versions).one()
    if count >= MOST_FILES:
        raise Conflict(
            "too_many_files", N_("An application takes at most %(count)s files"), params={"count": MOST_FILES}
        )
    return int(newest or 0) + 1


def checked_media_type(file_name: str, data: bytes) -> str:
    """Name a file's media type by its content, which must fit its name.

    Raises:
        Invalid: the file is empty.
        TooLarge, UnsupportedMedia.
    """
    if not data:
        raise Invalid.at("file", N_("The file is empty"))
    if len(data) > LARGEST_BYTES:
        raise TooLarge(N_("The file is larger than %(size)s MB"), params={"size": LARGEST_BYTES // 1024 // 1024})
    allowed = KINDS.get(PurePath(file_name).suffix.lower().lstrip("."))
    if allowed is None:
        raise UnsupportedMedia(N_("The office takes these files: %(kinds)s"), params={"kinds": ", ".join(KINDS)})
    found = filetype.guess(data)
    if found is None or found.mime not in allowed:
        raise UnsupportedMedia(N_("The content of this file is not what its name says"))
    return str(found.mime)
