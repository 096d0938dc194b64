"""What the papers of a hearing and of a site visit must know; days and words as in `notices`."""

from typing import NotRequired, TypedDict

from permits.documents.facts.base import Common, Words


class HearingRightFacts(Common):
    """权利告知书: who may ask for a hearing, and until when."""

    permit: Words
    parties: list[str]
    request_by_on: str


class HearingNoticeFacts(Common):
    """听证通知书: when and where the parties are heard, and by whom."""

    permit: Words
    parties: list[str]
    held_on: str
    held_at: str  # the office's time of day, HH:MM
    place: str
    chair: str


class HearingRecordFacts(HearingNoticeFacts):
    """听证笔录: what was said, and who signed it."""

    record: str
    signed_by: list[str]


class KeptFile(TypedDict):
    """A file in the case: its name, and the SHA-256 of its content in hex."""

    name: str
    sha256: str


class SurveyRecordFacts(Common):
    """核查(勘验)笔录: who was on site, and what was found."""

    place: str
    surveyed_on: str
    departments: list[Words]
    officers: list[str]
    findings: str
    photos: NotRequired[list[KeptFile]]
