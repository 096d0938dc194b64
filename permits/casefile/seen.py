"""Rows of a case beyond the case file: read with the whole case, or one kind on request."""

from collections.abc import Sequence
from typing import TypeVar

from permits.casefile.casefile import CaseFile
from permits.errors import SetupFault
from permits.queries.reading.reader import NOBODY, Case, Subjects, bound_to, read_rows

R = TypeVar("R")


def rows_of(case: CaseFile, row: type[R], *, subjects: Subjects = NOBODY) -> Sequence[R]:
    """Return the rows of a kind as read with the whole case, otherwise as stored now.

    `subjects` are the applicant's keys in the register of bans; only that kind uses them.
    """
    if case.seen is not None:
        return case.seen.of(row)
    app, context = case.app, case.context
    bound = bound_to(app.id, area=app.area, about=app.about_licence, subjects=subjects, today=case.judged_on)
    return read_rows(context.conn, row, bound)


def seen_of(case: CaseFile) -> Case:
    """Return the whole case as read.

    Raises:
        SetupFault: the file was not opened read-only.
    """
    if case.seen is None:
        raise SetupFault("a page reads a case that was opened by `look_at`")
    return case.seen
