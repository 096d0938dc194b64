"""Photographs of a site visit: handed in by those who take part, until the visit is recorded."""

import hashlib
from collections.abc import Collection
from pathlib import PurePath

from permits.actor import Actor
from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.rows.procedures import SurveyRow
from permits.errors import Conflict, Forbidden, Invalid
from permits.files import Store
from permits.models import Photo
from permits.queries.case.photos import photos_of
from permits.services.case.uploads import PICTURES, bare_name, take_in
from workflows import N_

LAW_34 = "Administrative Licensing Law art. 34(3)"
MOST_PHOTOS = 60


def add_photo(
    context: ActContext, application_id: int, *, file_name: str, data: bytes, store: Store
) -> dict[str, object]:
    """Take in a photograph of the visit that is booked; gives it as it is shown. The same one twice is kept once.

    Raises:
        NotFound: no such application, or not for this actor.
        Forbidden: the actor takes no part in the visit.
        Conflict: no visit awaits its record, or it has all the photographs it may have.
        Invalid, TooLarge, UnsupportedMedia: the file is refused, nothing is kept.
    Law: Administrative Licensing Law art. 34(3).
    """
    case = open_case(context, application_id=application_id)
    survey = visit_of(case)
    known = photos_of(context.conn, application_id, survey.id)
    if same := [one for one in known if one["sha256"] == hashlib.sha256(data).hexdigest()]:
        return same[0]
    if len(known) >= MOST_PHOTOS:
        raise Conflict(
            "too_many_files", N_("A visit takes at most %(count)s photographs"), params={"count": MOST_PHOTOS}
        )
    name = _free_name(bare_name(file_name, "photo.jpg"), {one["file_name"] for one in known})
    kept = take_in(store, case.app.area, name, data, kinds=PICTURES)
    photo_id = case.add_now(
        Photo, survey_id=survey.id, uploaded_by=context.actor.person, uploaded_at=context.at, **kept
    )
    case.record("photo.added", {"file_name": name, "sha256": kept["sha256"], "size_bytes": len(data)})
    case.save()
    return {"id": photo_id, "file_name": name, "sha256": kept["sha256"], "size_bytes": len(data)}


def visit_of(case: CaseFile) -> SurveyRow:
    """Give the visit that awaits its record, to somebody who takes part in it.

    Raises:
        Conflict: there is none.
        Forbidden: neither the lead nor one of the departments invited.
    """
    survey = case.procedures.survey()
    if survey is None:
        raise Conflict("action_not_open", N_("No site visit awaits its record"), law=LAW_34)
    if not takes_part(case.context.actor, survey.departments):
        raise Forbidden
    return survey


def takes_part(actor: Actor, departments: Collection[str]) -> bool:
    """Say whether somebody takes part in a visit: the lead, or one of the departments invited."""
    return actor.holds("lead") or not actor.departments().isdisjoint(departments)


def relied_on(case: CaseFile, survey: SurveyRow, named: Collection[str]) -> list[dict[str, object]]:
    """Give the photographs of a visit; whoever names some must name those that were handed in.

    Raises:
        Invalid: one of them was not.
    """
    found = photos_of(case.context.conn, case.app.id, survey.id)
    missing = [name for name in named if name not in {one["file_name"] for one in found}]
    if missing:
        raise Invalid.at("photos", N_("These photographs have not been handed in: %(names)s"), names=", ".join(missing))
    return found


def _free_name(name: str, taken: Collection[str]) -> str:
    """Number a name that another photograph has: two telephones count alike."""
    path = PurePath(name)
    names = (name, *(f"{path.stem}-{number}{path.suffix}" for number in range(2, MOST_PHOTOS + 2)))
    return next(one for one in names if one not in taken)
