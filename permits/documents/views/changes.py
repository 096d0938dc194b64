"""What changes a case on its way: another version of the form."""

from permits.documents.blocks import Block, fields, heading, para, table
from permits.documents.facts import Facts
from permits.documents.views.common import case_card, contact
from permits.documents.wording import Wording


def amendment(facts: Facts, w: Wording) -> list[Block]:
    """Confirm a changed application: what differs, who is asked again, that the promise stands."""
    rows = [[w.text(line["label"]), w.text(line["before"]), w.text(line["after"])] for line in facts["changes"]]
    head = [w.gettext("Field of the form"), w.gettext("As it was"), w.gettext("As it is now")]
    told = w.gettext(
        "You changed your application on %(day)s. Version %(number)s of its form is on record (%(law)s); the earlier "
        "ones are kept.",
        day=w.day(facts["changed_on"]),
        number=facts["version"],
        law=w.text(facts["law"]),
    )
    return [
        case_card(facts, w),
        para(told),
        table(head, rows, widths=(7, 10, 10)),
        *_asked_again(facts, w),
        *_promise(facts, w),
        *contact(facts, w),
    ]


def _asked_again(facts: Facts, w: Wording) -> list[Block]:
    if not facts["asked_again"]:
        return []
    return [
        heading(w.gettext("Asked again on the new version")),
        fields((w.text(line["label"]), w.text(line["value"])) for line in facts["asked_again"]),
    ]


def _promise(facts: Facts, w: Wording) -> list[Block]:
    if not facts.get("committed_due_on"):
        return []
    return [
        para(
            w.gettext(
                "The time limits run on: the promised day is still %(day)s.", day=w.day(facts["committed_due_on"])
            )
        )
    ]
