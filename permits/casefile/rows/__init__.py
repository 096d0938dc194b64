"""The rows of a case in memory, one class per table with the columns an action needs."""

from permits.casefile.rows.columns import Held, Row, columns, table_of
from permits.casefile.rows.shelf import Shelf
from permits.queries.rows.case import (
    FORM_PARTS,
    ApplicationRow,
    Form,
    FormParts,
    LicenceRow,
    PermitRow,
    WorkItemRow,
    item_id,
)
from permits.queries.rows.clocks import ClockRow, EntryRow, WaitRow
from permits.queries.rows.deficiencies import DeficiencyListRow, DeficiencyRow
from permits.queries.rows.fees import FeeNoticeRow
from permits.queries.rows.procedures import HearingRow, PublicNoticeRow, StatementRow, SurveyRow

__all__ = [
    "FORM_PARTS",
    "ApplicationRow",
    "ClockRow",
    "DeficiencyListRow",
    "DeficiencyRow",
    "EntryRow",
    "FeeNoticeRow",
    "Form",
    "FormParts",
    "HearingRow",
    "Held",
    "LicenceRow",
    "PermitRow",
    "PublicNoticeRow",
    "Row",
    "Shelf",
    "StatementRow",
    "SurveyRow",
    "WaitRow",
    "WorkItemRow",
    "columns",
    "item_id",
    "table_of",
]
