"""Photographs of a site visit: handed in by those who take part, until the visit is recorded."""

import hashlib
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from pathlib import PurePath

from sqlalchemy import func, select

from permits.actor import Actor
from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.seen import rows_of
from permits.errors import Conflict, Forbidden, Invalid
from permits.files import Store
from permits.models import Photo
from permits.queries.reading.rows_beside import Photo as KeptPhoto
from permits.queries.rows.procedures import SurveyRow
from permits.services.files.uploads import Examined, take_in
from workflows import N_

LAW_34 = "Administrative Licensing Law art. 34(3)"
MOST_PHOTOS = 60


def add_photo(context: ActContext, application_id: int, *, file: Examined, store: Store) -> KeptPhoto:
    """Take in a photograph of the visit that is booked; gives it as it is shown. The same one twice is kept once.

    Raises:
        NotFound: no such application, or not for this actor.
        Forbidden: the actor takes no part in the visit.
        Conflict: no visit awaits its record, or it has all the photographs it may have.
    Law: Administrative Licensing Law art. 34(3).
    """
    case = open_case(context, application_id=application_id)
    survey = visit_of(case)
    known = _photos_of(case, survey)
    if same := [one for one in known if one.sha256 == hashlib.sha256(file.data).hexdigest()]:
        return same[0]
    if len(known) >= MOST_PHOTOS:
        raise Conflict(
            "too_many_files", N_("A visit takes at most %(count)s photographs"), params={"count": MOST_PHOTOS}
        )
    _check_room(context)
    name = _free_name(file.name, {one.file_name for one in known})
    kept = take_in(store, case.app.area, replace(file, name=name))
    photo_id = case.add_now(
        Photo, survey_id=survey.id, uploaded_by=context.actor.person, uploaded_at=context.at, **kept
    )
    case.record("photo.added", {"file_name": name, "sha256": kept["sha256"], "size_bytes": len(file.data)})
    case.save()
    return KeptPhoto(photo_id, survey.id, name, str(kept["sha256"]), len(file.data))


def _check_room(context: ActContext) -> None:
    most, since = context.office.caps.photographs, context.at - timedelta(hours=24)
    mine = (Photo.uploaded_by == context.actor.person) & (Photo.uploaded_at > since)
    if context.conn.execute(select(func.count()).where(mine)).scalar_one() >= most:
        raise Conflict(
            "quota_exceeded",
            N_("This account has handed in %(count)s photographs within 24 hours: go on tomorrow"),
            params={"count": most},
        )


def _photos_of(case: CaseFile, survey: SurveyRow) -> list[KeptPhoto]:
    return [one for one in rows_of(case, KeptPhoto) if one.survey_id == survey.id]


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


def relied_on(case: CaseFile, survey: SurveyRow, named: Collection[str]) -> list[KeptPhoto]:
    """Give the photographs of a visit; whoever names some must name those that were handed in.

    Raises:
        Invalid: one of them was not.
    """
    found = _photos_of(case, survey)
    missing = [name for name in named if name not in {one.file_name for one in found}]
    if missing:
        raise Invalid.at("photos", N_("These photographs have not been handed in: %(names)s"), names=", ".join(missing))
    return found


def _free_name(name: str, taken: Collection[str]) -> str:
    """Number a name that another photograph has: two telephones count alike."""
    path = PurePath(name)
    names = (name, *(f"{path.stem}-{number}{path.suffix}" for number in range(2, MOST_PHOTOS + 2)))
    return next(one for one in names if one not in taken)
