"""The notice that days told before have moved with the calendar."""

from permits.documents.blocks import Block, para, table
from permits.documents.facts.notices import Facts
from permits.documents.views.common import case_card, contact
from permits.documents.wording import Wording


def limits_moved(facts: Facts, w: Wording) -> list[Block]:
    """Tell which limits end on another day now, and by whose decision. Law: Administrative Licensing Law art. 82."""
    told = w.gettext(
        "The working days have been announced anew (%(source)s). Time limits are counted in working days (%(law)s), so "
        "these last days, told to you before, have moved:",
        source=w.text(facts["source"]),
        law=w.text(facts["law"]),
    )
    head = [w.gettext("Time limit"), w.gettext("Last day told before"), w.gettext("Last day now"), w.gettext("Moved")]
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
        "The number of working days of each limit is the same as before. You need do nothing; if the new day does you "
        "harm, tell the counter."
    )
    return [case_card(facts, w), para(told), table(head, rows, widths=(11, 7, 8, 4)), para(kept), *contact(facts, w)]
