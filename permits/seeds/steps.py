"""Steps of the demo's history, and the materials its cases hand in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from permits.casefile import ActContext, open_case
from permits.casefile.facts import current_route
from permits.files import Store
from permits.services.changing.materials import add_materials
from permits.services.files.uploads import examine
from workflows import SHANGHAI

PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1<</Type/Font"
    b"/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n4 0 obj<</Length 52>>stream\n"
    b"BT /F1 24 Tf 90 720 Td (Sample paper of the demo) Tj ET\nendstream endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass(order=True)
class Step:
    """One act of the history and its moment."""

    at: datetime
    order: int
    act: Callable[[ActContext], object] = field(compare=False)
    who: str = field(compare=False)


def moment(day: date, hour: float) -> datetime:
    """Return the moment of an hour of a day in the office's zone."""
    return datetime.combine(day, time(0), SHANGHAI) + timedelta(hours=hour)


def needed(context: ActContext, application_id: int) -> list[str]:
    """List the materials an application requires from its applicant."""
    case = open_case(context, application_id=application_id, lock=False)
    return [material.code for material in current_route(case).materials if not material.shared]


def hand_in(context: ActContext, application_id: int, codes: Sequence[str], store: Store) -> None:
    """Hand in a sample of each material."""
    files = [(code, examine(f"{code}.pdf", PAPER, otherwise=code)) for code in codes]
    add_materials(context, application_id, files, store=store)
