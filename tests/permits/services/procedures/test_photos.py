import hashlib
from dataclasses import replace

import pytest

from permits.errors import Conflict, Forbidden, Invalid, NotFound, UnsupportedMedia
from permits.models import Event, Notice, Photo
from permits.office import Caps
from permits.queries.reading.rows_beside import Photo as KeptPhoto
from permits.services.files.uploads import PICTURES, examine
from permits.services.procedures import photos, surveys
from permits.services.procedures.surveys import Findings
from tests.offices import PDF, PNG
from tests.permits.lives import Life, moment


@pytest.fixture
def case(life: Life) -> int:
    """A case whose visit is booked for tomorrow morning."""
    case = life.accepted("occupy")
    life.act("lead", surveys.book_survey, case, at=moment("2026-03-05 09:00"), place="紫琅路道口")
    return case


def take(life: Life, case: int, who: str = "roads", name: str = "IMG_1.png", data: bytes = PNG) -> KeptPhoto:
    file = examine(name, data, otherwise="photo.jpg", kinds=PICTURES)
    return life.act(who, photos.add_photo, case, file=file, store=life.store)


def record(life: Life, case: int, *names: str) -> None:
    life.at("2026-03-05 11:00")
    life.act("lead", surveys.record_survey, case, Findings(("32069900301", "32069900302"), "现场与图纸一致。", names))


def test_a_photograph_is_kept_whole_and_becomes_part_of_the_record(life: Life, case: int) -> None:
    kept = take(life, case)
    record(life, case, "IMG_1.png")

    digest = hashlib.sha256(PNG).hexdigest()
    (row,) = life.rows(Photo, case)
    assert (kept.id, kept.sha256, kept.size_bytes) == (row.id, digest, len(PNG))
    assert life.store.get(row.storage_key) == PNG
    facts = next(one.facts for one in life.rows(Notice, case) if one.kind == "survey_record")
    assert facts["photos"] == [{"name": "IMG_1.png", "sha256": digest}]


def test_the_same_photograph_is_kept_once_and_two_of_one_name_are_told_apart(life: Life, case: int) -> None:
    assert take(life, case) == take(life, case, "police")
    take(life, case, "police", data=PNG + b"another")
    take(life, case, "lead", "C:\\DCIM\\IMG_1.png", PNG + b"a third")

    assert [row.file_name for row in life.rows(Photo, case)] == ["IMG_1.png", "IMG_1-2.png", "IMG_1-3.png"]
    assert len([one for one in life.rows(Event, case) if one.type == "photo.added"]) == 3


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [("a.pdf", PDF, UnsupportedMedia), ("a.png", PDF, UnsupportedMedia), ("a.png", b"", Invalid)],
)
def test_what_is_no_picture_is_refused(life: Life, case: int, name: str, data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        take(life, case, name=name, data=data)
    assert life.rows(Photo, case) == []


def test_only_who_takes_part_hands_photographs_in(life: Life, case: int) -> None:
    for who, refusal in (("window", Forbidden), ("contractor", Forbidden), ("greening", NotFound)):
        with pytest.raises(refusal):
            take(life, case, who)


def test_photographs_are_taken_between_booking_and_record(life: Life, case: int) -> None:
    unvisited = life.accepted("occupy")
    with pytest.raises(Conflict):
        take(life, unvisited)
    record(life, case)
    with pytest.raises(Conflict):
        take(life, case)


def test_a_record_relies_on_no_photograph_that_was_not_handed_in(life: Life, case: int) -> None:
    take(life, case)
    with pytest.raises(Invalid) as refusal:
        record(life, case, "IMG_1.png", "IMG_2.png")
    assert refusal.value.problems[0][0] == "photos"
    record(life, case, "IMG_1.png")


def test_a_visit_has_so_many_photographs_and_no_more(life: Life, case: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MOST_PHOTOS", 2)
    take(life, case)
    take(life, case, data=PNG + b"2")

    with pytest.raises(Conflict):
        take(life, case, data=PNG + b"3")
    assert take(life, case).file_name == "IMG_1.png", "one that is kept already is not refused"


def test_an_account_hands_in_so_many_photographs_a_day(life: Life, case: int) -> None:
    life.office = replace(life.office, caps=Caps(photographs=1))
    take(life, case)

    with pytest.raises(Conflict, match="1 photographs within 24 hours"):
        take(life, case, data=PNG + b"another")
    take(life, case, "police", data=PNG + b"another")
