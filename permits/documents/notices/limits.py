"""The notice that limits have moved with the calendar."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

from permits.documents.blocks import Block, para, table
from permits.documents.facts import Common, Facts, Words
from permits.documents.form import Form
from permits.documents.notices.common import case_card, contact
from permits.documents.wording import Wording
from workflows import N_


class MovedLimit(TypedDict):
    """One limit whose last day has moved."""

    limit: Words
    old_due_on: str
    new_due_on: str
    provisional: NotRequired[bool]


class LimitsMovedFacts(Common):
    """期限变动告知书: limits moved by a change of the calendar."""

    source: Words
    limits: list[MovedLimit]


def limits_moved(facts: Facts, w: Wording) -> list[Block]:
    """Notify which limits end on another day, and by whose decision. Law: Administrative Licensing Law art. 82."""
    opening = w.gettext(
        "The working days have been announced anew (%(source)s). Time limits are counted in working "
        "days (%(law)s), so the last days below, of which you had been told, have moved:",
        source=w.text(facts["source"]),
        law=w.text(facts["law"]),
    )
    head = [
        w.gettext("Time limit"),
        w.gettext("Last day notified before"),
        w.gettext("New last day"),
        w.gettext("Moved"),
    ]
    rows = [
        [
            w.text(line["limit"]),
            w.day(line["old_due_on"]),
            w.due(line["new_due_on"], provisional=line.get("provisional", False)),
            w.gettext("later") if line["new_due_on"] > line["old_due_on"] else w.gettext("earlier"),
        ]
        for line in facts["limits"]
    ]
    kept = w.gettext(
        "The number of working days of each limit is unchanged. You need not do anything; if the new "
        "day puts you at a disadvantage, please tell the counter."
    )
    return [case_card(facts, w), para(opening), table(head, rows, widths=(11, 7, 8, 4)), para(kept), *contact(facts, w)]


FORMS: Mapping[str, Form] = {
    "limits_moved": Form(
        name=N_("Notice of moved time limits"),
        title=N_("Notice that Time Limits Have Moved with the Calendar"),
        law=N_("Administrative Licensing Law, Article 82"),
        layout="letter",
        facts=LimitsMovedFacts,
        build=limits_moved,
    ),
}
