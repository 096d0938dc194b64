"""The start page: the screening questionnaire and its result."""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping

from flask import render_template, request
from flask.typing import ResponseReturnValue

from forms.questionnaire import Questionnaire, read_answers
from permits import clock
from permits.access import public
from permits.errors import Invalid
from permits.http import calendar, find_actor, language, office, read_json, say
from permits.models.base import JsonObject
from permits.policies import serves_counter
from permits.web.public.public import bp
from workflows import N_, Asked, Bundle, FeeLine, Screening, assess, check_answers, local_day, screen, serial_days

# an address, with the way through the sign-in around it, stays below the 4094 letters a server reads
MOST_CARRIED, MOST_UNPACKED_BYTES = 3500, 200_000
TOO_LONG = N_("These answers are too long for the link to an application: begin one and enter them there")


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    """Show the questionnaire; a link may carry earlier answers."""
    return _page(the_bundle(), carried(request.args.get("answers", "")))


@bp.post("/")
@public
def answer() -> ResponseReturnValue:
    """Show the result: permits with reasons, materials and days."""
    bundle = the_bundle()
    answers = read_answers(bundle.questions, request.form)
    if more := request.form.get("more", ""):
        return _page(bundle, answers, more=more)
    problems = [(one.field, say(one.message, one.params)) for one in check_answers(bundle, answers)]
    if problems:
        return _page(bundle, answers, problems=problems), 422
    return _page(bundle, answers, screened=screen(bundle, answers, local_day(clock.now())))


def fees_of(bundle: Bundle, screened: Screening, answers: Mapping[str, object]) -> list[tuple[str, FeeLine]]:
    """Estimate the fees of the permits needed as of today, by the listed rates; each line with its permit."""
    asked = Asked(answers, local_day(clock.now()))
    return [(permit.key, line) for permit in screened.route.permits for line in assess(bundle, permit.key, asked)]


def the_bundle() -> Bundle:
    """Return the bundle of the start page."""
    return office().bundles["road-access"]


def carry(answers: Mapping[str, object]) -> str:
    """Encode answers for a URL, which survives the sign-in; empty where they are too long for one."""
    packed = zlib.compress(json.dumps(answers, separators=(",", ":"), ensure_ascii=False).encode(), 9)
    text = urlsafe_b64encode(packed).decode().rstrip("=")
    return text if len(text) <= MOST_CARRIED else ""


def carried(text: str) -> JsonObject:
    """Decode answers from a URL; malformed text counts as no answers."""
    if not text or len(text) > MOST_CARRIED:
        return {}
    try:
        packed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        answers = read_json(zlib.decompressobj().decompress(packed, MOST_UNPACKED_BYTES))
    except (ValueError, Invalid, zlib.error):
        return {}
    return answers if isinstance(answers, dict) and not check_answers(the_bundle(), answers, "draft") else {}


def _page(
    bundle: Bundle,
    answers: Mapping[str, object],
    *,
    more: str = "",
    problems: list[tuple[str, str]] | None = None,
    screened: Screening | None = None,
) -> str:
    form = Questionnaire(bundle.questions, language(), answers, more=more)
    actor, text = find_actor(), carry(answers)
    fits = bool(text) or screened is None
    return render_template(
        "public/start.html",
        bundle=bundle,
        form=form,
        homeless=[*form.blame(problems or ()), *([] if fits else [say(TOO_LONG)])],
        found=screened.route if screened else None,
        answer=answered(bundle, screened, answers) if screened else None,
        carried=text,
        may_file=actor is None or actor.holds("applicant") or serves_counter(actor),
    )


def answered(bundle: Bundle, screened: Screening, answers: Mapping[str, object]) -> JsonObject:
    """Compute the figures of a screening: days, materials, fees now and before, and the open questions."""
    found = screened.route
    committed = max((permit.committed_working_days for permit in found.permits), default=0)
    today = local_day(clock.now())
    return {
        "days": committed,
        "serial_days": sum(days for _department, days in serial_days(bundle, found)),
        "fees": fees_of(bundle, screened, answers),
        "departments": len({item.department for item in found.work_items}),
        "promised_on": calendar().add(today, committed) if committed else None,
        "to_upload": [one for one in found.materials if not one.shared],
        "fetched": [one for one in found.materials if one.shared],
        "names": {key: rule.name for key, rule in bundle.permits.items()},
        "shorts": {key: rule.short for key, rule in bundle.permits.items()},
        "departments_named": {key: one.name for key, one in bundle.departments.items()},
        "open": screened.open_questions,
        "unsure": {key for one in screened.open_questions for key in one.permits},
        "stops": [gate for gate in found.gates if gate.kind in {"refer", "blocked", "not_required"}],
        "advice": [gate for gate in found.gates if gate.kind not in {"refer", "blocked", "not_required"}],
    }
