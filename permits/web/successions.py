"""What a renewal or variation is about: which licence, how it stands, and what it changes."""

from dataclasses import dataclass
from datetime import date

from permits.casefile import CaseFile
from permits.queries.reading.rows_beside import standing_answers
from permits.services.changing.changes import ChangeLine, change_lines
from workflows import Text


@dataclass(frozen=True, slots=True)
class AboutShown:
    """The licence at the head of a draft or a case, and the fields it changes."""

    number: str
    name: Text
    kind: str
    valid_to: date | None
    lines: list[ChangeLine]


def about_of(case: CaseFile) -> AboutShown | None:
    """Return what a renewal or variation is about; None for a first application."""
    about = case.about
    if about is None:
        return None
    rules = case.context.office.bundle_of(about)
    held = standing_answers(rules, about.permit, answers=about.answers, scope=about.scope, valid_to=about.valid_to)
    before = {"site": dict(about.scope.get("site") or about.site), "answers": held}
    after = {"site": dict(case.form.site), "answers": case.form.answers}
    differing = {
        part: {key: fields.get(key) for key in {**before[part], **fields} if before[part].get(key) != fields.get(key)}
        for part, fields in after.items()
    }
    lines = change_lines(case.bundle, before, differing)
    return AboutShown(about.number, rules.document_of(about.permit), case.app.kind, about.valid_to, lines)
