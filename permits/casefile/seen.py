"""Rows of a case beyond those the case file holds: read with the whole case, or one kind when it is asked for."""

from collections.abc import Sequence
from typing import TypeVar

from permits.casefile.casefile import CaseFile
from permits.errors import SetupFault
from permits.queries.reading.reader import NOBODY, Case, Subjects, bound_to, read_rows

R = TypeVar("R")


def rows_of(case: CaseFile, row: type[R], *, subjects: Subjects = NOBODY) -> Sequence[R]:
    """Give the rows of a kind as they were read with the whole case, else as they stand now.

    `subjects` name the applicant in the register of bans: no other kind asks for it.
    """
    if case.seen is not None:
        return case.seen.of(row)
    app, context = case.app, case.context
    bound = bound_to(app.id, area=app.area, about=app.about_licence, subjects=subjects, today=context.today)
    return read_rows(context.conn, row, bound)


def seen_of(case: CaseFile) -> Case:
    """Give the case as it was read whole.

    Raises:
        SetupFault: the file was opened to be changed, not to be looked at.
    """
    if case.seen is None:
        raise SetupFault("a page reads a case that was opened by `look_at`")
    return case.seen
