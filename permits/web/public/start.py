"""The start page: the screening questionnaire and its result."""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.questionnaire import Questionnaire, read_answers
from permits import clock
from permits.access import public
from permits.db import reading
from permits.documents import render
from permits.errors import Invalid, NotFound
from permits.http import (
    act,
    area,
    calendar,
    districts,
    engine,
    find_actor,
    guest_context,
    in_area,
    is_looking,
    language,
    office,
    read_json,
    say,
)
from permits.http.matters import matter, matters
from permits.http.transfer import sent_file
from permits.models.base import JsonObject
from permits.policies import serves_counter
from permits.queries.lists.advice import GivenAdvice, by_code
from permits.services.case.worded import question_at
from permits.services.filing.advice import facts_of, give_advice
from permits.web.languages import asks_for_language, choose_language
from permits.web.public.areas import choose_area, is_area_open
from permits.web.public.public import bp
from workflows import (
    N_,
    Asked,
    Bundle,
    FeeLine,
    OpenQuestion,
    Route,
    Screening,
    assess,
    check_answers,
    local_day,
    screen,
    serial_days,
)

# an address, with the way through the sign-in around it, stays below the 4094 letters a server reads
MOST_CARRIED, MOST_UNPACKED_BYTES = 3500, 200_000
CARRIED = {"advice", "answers"}
TOO_LONG = N_("These answers are too long for the link to an application: begin one and enter them there")


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    """Show the catalogue of matters; the questionnaire at once where there is only one.

    Where the address leaves open which of several areas is meant, they are offered first.
    """
    if is_area_open() and CARRIED.isdisjoint(request.args):
        return choose_area()
    known = matters()
    if len(known) == 1:
        return _page(next(iter(known.values())), brought(request.args).answers)
    if CARRIED.isdisjoint(request.args):
        return render_template("public/matters.html", endpoint="public.questions", named="key")
    # an address of the time when there was one matter
    carried_on = {name: request.args[name] for name in CARRIED if name in request.args}
    address = url_for("public.questions", key=brought(request.args).bundle.key)
    return redirect(f"{address}?{urlencode(carried_on)}")


@bp.post("/")
@public
def answer_first() -> ResponseReturnValue:
    """Show the result for the first matter: an address of the time when there was one."""
    return _answer(matter(""))


@bp.get("/matters/<string:key>")
@public
def questions(key: str) -> ResponseReturnValue:
    """Show the questionnaire of a matter; a link may carry earlier answers."""
    bundle = matter(key)
    found = brought(request.args, bundle)
    return _page(bundle, found.answers if found.bundle.key == bundle.key else {})


@bp.post("/matters/<string:key>")
@public
def answer(key: str) -> ResponseReturnValue:
    """Show the result: permits with reasons, materials and days."""
    return _answer(matter(key))


def _answer(bundle: Bundle) -> ResponseReturnValue:
    answers = read_answers(bundle.questions, request.form)
    if asks_for_language():
        choose_language()
        return _page(bundle, answers)
    if more := request.form.get("more", ""):
        return _page(bundle, answers, more=more)
    problems = [(one.field, say(one.message, one.params)) for one in check_answers(bundle, answers)]
    if problems:
        return _page(bundle, answers, problems=problems), 422
    # a page out of date shows its result and keeps nothing
    given = None if is_looking() else act(lambda conn: give_advice(guest_context(conn), bundle, answers))
    if given is not None:
        return redirect(url_for("public.advised", code=given.code), 303)
    return _page(bundle, answers, screened=screen(bundle, answers, local_day(clock.now())))


def fees_of(bundle: Bundle, route: Route, answers: Mapping[str, object], on: date) -> list[tuple[str, FeeLine]]:
    """Estimate the fees of the permits needed, by the rates listed on a day; each line with its permit."""
    asked = Asked(answers, on)
    return [(permit.key, line) for permit in route.permits for line in assess(bundle, permit.key, asked)]


@bp.get("/advice/<string:code>")
@public
def advised(code: str) -> ResponseReturnValue:
    """Show advice as it was given, by its code."""
    given = _given(code)
    if given.area != area() and given.area in districts():
        return redirect(in_area(request.path, given.area))
    bundle = office().bundle_of(given)
    found = Screening(Route.from_data(given.result["route"]), tuple(_open(bundle, given)))
    return _page(bundle, given.answers, screened=found, given=given)


@bp.get("/advice/<string:code>.pdf")
@public
def advice_letter(code: str) -> ResponseReturnValue:
    """Send advice as a letter."""
    given = _given(code)
    address = f"{office().public_url}{in_area(url_for('public.advised', code=code), given.area)}"
    with reading(engine()) as conn:
        facts = facts_of(guest_context(conn), given, address=address)
    return sent_file(
        render("advice", facts, language=language()), f"{given.number}.pdf", "application/pdf", is_inline=True
    )


def _given(code: str) -> GivenAdvice:
    """Find advice by its code.

    Raises:
        NotFound: there is none.
    """
    with reading(engine()) as conn:
        given = by_code(conn, code)
    if given is None:
        raise NotFound
    return given


def _open(bundle: Bundle, given: GivenAdvice) -> Iterator[OpenQuestion]:
    """Yield the questions that were open; one the bundle no longer asks is left out."""
    for one in given.result["open"]:
        question = question_at(bundle.questions, one["path"])
        if question is not None:
            yield OpenQuestion(one["path"], question, tuple(one["permits"]), tuple(one["stops"]))


def carry(answers: Mapping[str, object]) -> str:
    """Encode answers for a URL, which survives the sign-in; empty where they are too long for one."""
    packed = zlib.compress(json.dumps(answers, separators=(",", ":"), ensure_ascii=False).encode(), 9)
    text = urlsafe_b64encode(packed).decode().rstrip("=")
    return text if len(text) <= MOST_CARRIED else ""


@dataclass(frozen=True, slots=True)
class Brought:
    """The matter somebody comes for, and the answers they bring along."""

    bundle: Bundle
    answers: JsonObject


def brought(sent: Mapping[str, str], bundle: Bundle | None = None) -> Brought:
    """Return what somebody brings along: of advice by its code, or from the address; the matter is the first if unsaid.

    Raises:
        NotFound: the address names a matter that is not in force.
    """
    if not (code := sent.get("advice", "")):
        named = bundle or matter(sent.get("matter", ""))
        return Brought(named, carried(named, sent.get("answers", "")))
    with reading(engine()) as conn:
        given = by_code(conn, code)
    known = matters().get(given.bundle) if given else None
    if given is None or known is None:
        return Brought(bundle or matter(""), {})
    return Brought(known, {} if check_answers(known, given.answers, "draft") else given.answers)


def carried(bundle: Bundle, text: str) -> JsonObject:
    """Decode answers from a URL; malformed text counts as no answers."""
    if not text or len(text) > MOST_CARRIED:
        return {}
    try:
        packed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        answers = read_json(zlib.decompressobj().decompress(packed, MOST_UNPACKED_BYTES))
    except (ValueError, Invalid, zlib.error):
        return {}
    return answers if isinstance(answers, dict) and not check_answers(bundle, answers, "draft") else {}


def _page(
    bundle: Bundle,
    answers: Mapping[str, object],
    *,
    more: str = "",
    problems: list[tuple[str, str]] | None = None,
    screened: Screening | None = None,
    given: GivenAdvice | None = None,
) -> str:
    is_trial = request.blueprint != bp.name  # its form comes back to it, and it leads to no application
    form = Questionnaire.of(bundle, language(), answers, more=more)
    actor, text = find_actor(), carry(answers)
    fits = bool(text) or screened is None or given is not None
    figures = answered(bundle, screened, answers, on=given.given_on if given else None) if screened else None
    if figures and given:
        figures |= _as_given(given)
    return render_template(
        "public/start.html",
        bundle=bundle,
        form=form,
        address=request.script_root + request.path if is_trial else url_for("public.answer", key=bundle.key),
        homeless=[*form.blame(problems or ()), *([] if fits else [say(TOO_LONG)])],
        found=screened.route if screened else None,
        answer=figures,
        given=given,
        is_older=given is not None and given.bundle_version != bundle.version,
        carried={"advice": given.code} if given else {"matter": bundle.key, **({"answers": text} if text else {})},
        may_file=not is_trial and (actor is None or actor.holds("applicant") or serves_counter(actor)),
    )


def tried(bundle: Bundle, on: date) -> ResponseReturnValue:
    """Show the questionnaire of a version that need not be in force, and its result as of a day; keeps nothing."""
    answers = read_answers(bundle.questions, request.form)
    if request.method == "GET" or "more" in request.form:
        return _page(bundle, answers, more=request.form.get("more", ""))
    if problems := [(one.field, say(one.message, one.params)) for one in check_answers(bundle, answers)]:
        return _page(bundle, answers, problems=problems), 422
    return _page(bundle, answers, screened=screen(bundle, answers, on))


def _as_given(given: GivenAdvice) -> JsonObject:
    """Return the figures that were given; those computed today could differ."""
    promised = given.result["promised_on"]
    return {
        "days": given.result["committed_days"],
        "serial_days": given.result["serial_days"],
        "promised_on": date.fromisoformat(promised) if promised else None,
        "given_on": given.given_on,
    }


def answered(
    bundle: Bundle, screened: Screening, answers: Mapping[str, object], *, on: date | None = None
) -> JsonObject:
    """Compute the figures of a screening as of a day, today by default: days, materials, fees, open questions."""
    found = screened.route
    committed = found.committed_days
    today = on or local_day(clock.now())
    return {
        "days": committed,
        "given_on": today,
        "serial_days": sum(days for _department, days in serial_days(bundle, found)),
        "fees": fees_of(bundle, found, answers, today),
        "departments": len({item.department for item in found.work_items}),
        "promised_on": calendar().add(today, committed) if committed else None,
        "laws": {code: one.law for code, one in bundle.materials.items()},
        "to_upload": [one for one in found.materials if not one.shared],
        "fetched": [one for one in found.materials if one.shared],
        "names": {key: rule.name for key, rule in bundle.permits.items()},
        "shorts": {key: rule.short for key, rule in bundle.permits.items()},
        "bodies": office().bodies_of(area()),
        "open": screened.open_questions,
        "unsure": {key for one in screened.open_questions for key in one.permits},
        "stops": [gate for gate in found.gates if gate.kind in {"refer", "blocked", "not_required"}],
        "advice": [gate for gate in found.gates if gate.kind not in {"refer", "blocked", "not_required"}],
    }
