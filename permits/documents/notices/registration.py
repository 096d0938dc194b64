"""The receipt of a notification filed for the record."""

from collections.abc import Mapping

from permits.documents.blocks import Block, fields, heading, para
from permits.documents.facts import Common, Facts, ScopeLine, Words
from permits.documents.form import Form
from permits.documents.notices.common import case_card, contact
from permits.documents.wording import Wording
from workflows import N_


class RegistrationFacts(Common):
    """备案回执: what is on record, for whom, since when; it is neither a decision nor a licence."""

    permit: Words
    document: Words
    department: Words
    registered_on: str
    scope: list[ScopeLine]


def registration(facts: Facts, w: Wording) -> list[Block]:
    """Certify that a notification is on record; nothing is decided, so no remedies are named."""
    opening = w.gettext(
        "Your notification \u201c%(permit)s\u201d is complete. %(department)s filed it for the record on %(day)s "
        "(%(law)s). No licence is needed.",
        permit=w.text(facts["permit"]),
        department=w.text(facts["department"]),
        day=w.day(facts["registered_on"]),
        law=w.text(facts["law"]),
    )
    blocks = [case_card(facts, w, (w.gettext("Document"), w.text(facts["document"]))), para(opening)]
    if facts["scope"]:
        lines = fields((w.text(one["label"]), w.text(one["value"])) for one in facts["scope"])
        blocks += [heading(w.gettext("What is on record")), lines]
    later = w.gettext("If what is on record changes, notify it again.")
    return [*blocks, para(later), *contact(facts, w)]


FORMS: Mapping[str, Form] = {
    "registration": Form(
        name=N_("Receipt of a notification"),
        title=N_("Receipt of a Notification Filed for the Record"),
        law=N_("the rules of the matter on notifications"),
        layout="letter",
        facts=RegistrationFacts,
        build=registration,
    ),
}
