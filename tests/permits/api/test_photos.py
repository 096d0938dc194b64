import hashlib
from io import BytesIO
from typing import Any

from werkzeug.datastructures import FileStorage

from tests.offices import PNG, Caller, Office


def seen(who: Caller, case: Any) -> Any:
    return who.get(f"/applications/{case['id']}")["procedures"]["surveys"][0]["photos"]


def test_a_photograph_handed_in_by_a_department_stands_in_the_record_of_the_visit(office: Office) -> None:
    office.at("2026-03-02T10:00")
    case = office.accepted()
    office.lead.post(
        f"/applications/{case['id']}/actions/book_survey", {"at": "2026-03-03T14:00:00+08:00", "place": "紫琅路"}
    )
    album, file = f"/applications/{case['id']}/photos", FileStorage(BytesIO(PNG), "IMG_1.png")
    kept = office.roads.upload(album, {"file": file})

    assert (kept["file_name"], kept["sha256"]) == ("IMG_1.png", hashlib.sha256(PNG).hexdigest())
    assert seen(office.lead, case) == [kept]
    assert seen(office.contractor, case) == [], "not part of the record yet"
    office.contractor.upload(album, {"file": FileStorage(BytesIO(PNG), "a.png")}, 403)

    office.at("2026-03-03T16:00")
    said = {"officers": ["32069900301", "32069900302"], "findings": "现场与图纸一致。"}
    record = f"/applications/{case['id']}/actions/record_survey"
    unknown = office.lead.post(record, {**said, "photos": ["IMG_9.png"]}, 422)
    assert "IMG_9.png" in str(unknown)
    office.lead.post(record, {**said, "photos": ["IMG_1.png"]})
    assert seen(office.contractor, case) == [kept]
