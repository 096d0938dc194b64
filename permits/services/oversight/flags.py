"""Fine flags 违法线索: breaches that another procedure may fine; recorded here, never decided here."""

from collections.abc import Mapping

from permits.casefile import CaseFile
from permits.models import FineFlag


def flag(case: CaseFile, kind: str, **detail: object) -> None:
    """Flag a breach with its own event, notifying lead and counter; call it last in an action, the caller saves.

    `kind` is one of the bundle's fine flags; `detail` is JSON without floats or raw identities.

    Raises:
        KeyError: the bundle has no such fine flag.
    Law: Administrative Penalty Law art. 39.
    """
    rule, context = case.bundle.fine_flags[kind], case.context
    case.add(
        FineFlag,
        area=case.app.area,
        kind=kind,
        law=rule.law.zh,
        most_fen=rule.most_fen,
        detail=detail,
        raised_at=context.at,
    )
    noted: Mapping[str, object] = {"kind": kind, "law": rule.law.zh, "most_fen": rule.most_fen, "detail": detail}
    case.record("fine.flagged", noted)
