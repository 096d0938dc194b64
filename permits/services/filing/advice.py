"""Numbered advice: what the questionnaire answered, kept with its bundle's version, so that it can be shown later."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypedDict

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from permits.casefile import ActContext
from permits.models import Advice
from permits.models.base import JsonObject
from permits.queries.lists.advice import GivenAdvice, advice_of
from permits.services.case.numbers import next_in
from permits.services.case.worded import answers_in_words
from workflows import Bundle, check_answers, screen, serial_days

WINDOW = timedelta(hours=24)
CODE_BYTES = 16


class OpenData(TypedDict):
    """A question left open, by the path of its answer, with what depends on it."""

    path: str
    permits: list[str]
    stops: list[str]


class ResultData(TypedDict):
    """The result as it was given."""

    route: JsonObject
    open: list[OpenData]
    serial_days: int
    committed_days: int
    promised_on: str


@dataclass(frozen=True, slots=True)
class Given:
    """The columns by which the same advice is found again."""

    bundle: str
    bundle_version: str
    given_on: date
    digest: str


def give_advice(context: ActContext, bundle: Bundle, answers: Mapping[str, object]) -> GivenAdvice | None:
    """Keep the result of valid answers under a number and an unguessable code; the same on the same day is one.

    Returns None where the office has given as much advice today as it may; the caller shows the result without number.
    """
    if check_answers(bundle, answers):
        return None
    digest = _digest(answers)
    same = Given(bundle.key, bundle.version, context.today, digest)
    if (found := advice_of(context.conn, context.actor.area, same)) or not _has_room(context):
        return found
    insert = postgresql.insert if context.conn.dialect.name == "postgresql" else sqlite.insert
    area, on = context.actor.area, context.today
    made = insert(Advice).values(
        area=area,
        number=f"ZX{area}{on:%Y%m%d}{next_in(context.conn, area, f'advice-{on:%Y%m%d}'):06}",
        code=secrets.token_urlsafe(CODE_BYTES),
        bundle=bundle.key,
        bundle_version=bundle.version,
        given_on=on,
        given_at=context.at,
        answers=dict(answers),
        digest=digest,
        result=dict(_result(context, bundle, answers)),
    )
    context.conn.execute(made.on_conflict_do_nothing())
    return advice_of(context.conn, area, same)


def _digest(answers: Mapping[str, object]) -> str:
    text = json.dumps(answers, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _has_room(context: ActContext) -> bool:
    recent = (Advice.area == context.actor.area) & (Advice.given_at > context.at - WINDOW)
    return bool(context.conn.execute(select(func.count()).where(recent)).scalar_one() < context.office.caps.advice)


def _result(context: ActContext, bundle: Bundle, answers: Mapping[str, object]) -> ResultData:
    screened = screen(bundle, answers, context.today)
    committed = screened.route.committed_days
    promised_on = context.calendar.add(context.today, committed).isoformat() if committed else ""
    return {
        "route": screened.route.to_data(),
        "open": [
            {"path": one.path, "permits": list(one.permits), "stops": list(one.stops)}
            for one in screened.open_questions
        ],
        "serial_days": sum(days for _department, days in serial_days(bundle, screened.route)),
        "committed_days": committed,
        "promised_on": promised_on,
    }


def facts_of(context: ActContext, given: GivenAdvice, *, address: str) -> JsonObject:
    """Gather the facts of the advice as a letter."""
    office, bundle = context.office, context.office.bundle_of(given)
    route = given.result["route"]
    return {
        "number": given.number,
        "issuing_body": office.body(given.area, "window").name,
        "issued_on": given.given_on.isoformat(),
        "case_number": given.number,
        "applicant": {"name": {"zh": "咨询人", "en": "To whom it may concern"}, "id_label": "", "id_masked": ""},
        "project": "",
        "site": "",
        "receipt": {"seq": 0, "hash": given.digest},
        "sandbox": office.is_sandbox,
        "verify_url": address,
        "contact": office.body(given.area, "window").contact,
        "bundle": {"zh": bundle.name.zh, "en": bundle.name.en},
        "bundle_version": given.bundle_version,
        "outcome": route["outcome"],
        "is_open": bool(given.result["open"]),
        "permits": [one for one in route["all_permits"] if one["required"]],
        "names": {key: {"zh": rule.name.zh, "en": rule.name.en} for key, rule in bundle.permits.items()},
        "materials": route["materials"],
        "gates": route["gates"],
        "warnings": route["warnings"],
        "committed_days": given.result["committed_days"],
        "promised_on": given.result["promised_on"],
        "answers": answers_in_words(bundle, given.answers),
    }
