"""The application form in steps: parties, project and site, answers, materials, check; each step is saved."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from forms.part_fields import part_rows
from forms.parties import filing_form
from forms.questionnaire import Questionnaire, described, read_answers
from permits.access import requires
from permits.actions import ACTIONS
from permits.casefile import CaseFile
from permits.casefile.facts import current_route, emergency_lane, is_emergency
from permits.db import reading
from permits.errors import Conflict, Invalid
from permits.http import act, act_context, current_actor, engine, language, say, version
from permits.http.matters import matters
from permits.http.transfer import quota, takes_files
from permits.queries.lists import account_pages
from permits.queries.lists import applicant_pages as queries
from permits.services.case.parties import missing_fields
from permits.services.files import uploads
from permits.services.filing import applications
from permits.services.filing.applications import DraftForm
from permits.services.offers import actions
from permits.web.applicant.cases import FILE, bp, compare_form, own_case, refusals, take_own, thank
from permits.web.applicant.materials import take_materials
from permits.web.languages import asks_for_language, choose_language
from permits.web.public.start import Brought, answered, brought
from permits.web.rules import rules_shown
from permits.web.successions import about_of
from permits.web.tracking import checklist
from workflows import N_, OpenQuestion, Screening, check_answers, refused_answers, screen

STEPS = ("parties", "project", "answers", "papers", "check")
NAMES = {
    "parties": N_("Applicant and agent"),
    "project": N_("Project and site"),
    "answers": N_("What is planned"),
    "papers": N_("Materials"),
    "check": N_("Check and hand in"),
}
SAVED = frozenset({"parties", "project", "answers"})
PARTS_OF: Mapping[str, tuple[str, ...]] = {"parties": ("applicant", "agent"), "project": ("project", "site")}
STEP = "/applications/<int:application_id>/form/<any(parties, project, answers, papers, check):step>"


@bp.get("/applications/new")
@requires(FILE)
def new() -> ResponseReturnValue:
    """Show the first page of an application, with the answers from the start page if there are any."""
    sent = {name: request.args[name] for name in ("advice", "matter", "answers") if request.args.get(name)}
    if not current_actor().holds("applicant"):
        return redirect(f"{url_for('window.begin_counter_filing')}?{urlencode(sent)}".rstrip("?"))
    if not sent and len(matters()) > 1:
        return render_template("public/matters.html", endpoint="applicant.new", named="matter")
    found = brought(sent)
    lines = described(found.bundle.questions, found.answers, language())
    return render_template("applicant/new.html", bundle=found.bundle, lines=lines, carried=_carried(found, sent))


@bp.post("/applications/new")
@requires(FILE)
def create() -> ResponseReturnValue:
    """Open the draft; fills in the applicant's company from the account."""
    found, user_id = brought(request.form), current_actor().id

    def opened(conn: Connection) -> int:
        person = account_pages.person(conn, user_id or 0)
        form = DraftForm(bundle=found.bundle.key, answers=found.answers, **_known_parties(person))
        return applications.create_draft(act_context(conn), form)

    application_id = act(opened)
    flash(gettext("The draft is saved; you can stop and go on at any time"), "success")
    return redirect(url_for("applicant.form", application_id=application_id, step="parties"))


def _carried(found: Brought, sent: Mapping[str, str]) -> Mapping[str, str]:
    """Return what the button takes along: the answers, if they are of use, or the matter alone."""
    return sent if found.answers else {"matter": found.bundle.key}


def _known_parties(person: account_pages.Person) -> dict[str, Mapping[str, object]]:
    name, code = person.company_zh or person.claimed_company, person.uscc or person.claimed_uscc
    company = {"kind": "company", "name": name, "uscc": code} if name else {}
    return {"applicant": company, "agent": {"name": person.name_zh, "phone": person.phone, "email": person.email}}


@bp.get(STEP)
@requires(FILE)
def form(application_id: int, step: str) -> ResponseReturnValue:
    """Show one step."""
    with reading(engine()) as conn:
        case = own_case(conn, application_id)
        if case.app.state != "draft":
            return redirect(url_for("applicant.track", application_id=application_id))
        return _step_page(case, step)


@bp.post(STEP)
@requires(FILE)
@takes_files
def save(application_id: int, step: str) -> ResponseReturnValue:
    """Save one step and go to the next, or stay; on failure show the step again with what was typed."""
    if asks_for_language():
        choose_language()
        if step not in SAVED:
            return redirect(url_for("applicant.form", application_id=application_id, step=step))
    if step == "papers":
        return _save_materials(application_id)
    if step == "check":
        return _submit(application_id)
    return _save_answers(application_id) if step == "answers" else _save_parts(application_id, step)


def _step_page(case: CaseFile, step: str, **more: object) -> str:
    """Render a step; `more` overrides its default template values."""
    steps = [
        {
            "label": say(NAMES[name]),
            "href": url_for("applicant.form", application_id=case.app.id, step=name),
            "is_done": _is_filled(case, name),
        }
        for name in STEPS
    ]
    place = STEPS.index(step)
    values = {
        "case": case.app,
        "bundle": case.bundle,
        "steps": steps,
        "current": place + 1,
        "step": step,
        "title": say(NAMES[step]),
        "back": steps[place - 1]["href"] if place else None,
        "homeless": [],
        "about": about_of(case),
        "rules": rules_shown(case),
        "autosave": url_for("applicant.keep", application_id=case.app.id, step=step) if step in SAVED else "",
        "is_unreported": _is_unreported(case),
        "emergency_lane": emergency_lane(case),
        **SHOWN[step](case),
        **more,
    }
    return render_template(
        f"applicant/form_{step if step in {'answers', 'papers', 'check'} else 'parts'}.html", **values
    )


def _is_unreported(case: CaseFile) -> bool:
    """Say whether a draft claims the emergency lane of its matter and nobody has reported the works yet."""
    return is_emergency(case) and not case.app.is_emergency


def _is_filled(case: CaseFile, step: str) -> bool:
    """Return whether a step lacks nothing that handing in asks of it."""
    if step == "answers":
        return not check_answers(case.bundle, case.form.answers, "submission")
    blank = {path.partition(".")[0] for path, _message, _params in missing_fields(case.bundle, case.form.parts)}
    return blank.isdisjoint(PARTS_OF.get(step, ()))


def _show_parts(step: str, case: CaseFile) -> dict[str, object]:
    shown = filing_form(case.bundle, PARTS_OF[step], language(), known=case.form.parts)
    return {"form": shown, "registers": queries.registers(case.context.conn, case.app.area, shown.registers)}


def _show_answers(case: CaseFile) -> dict[str, object]:
    return {"form": Questionnaire.of(case.bundle, language(), case.form.answers, stage="submission")}


def _show_materials(case: CaseFile) -> dict[str, object]:
    files = queries.materials_of(case.context.conn, case.app.id)
    used = sum(one.size_bytes for many in files.values() for one in many)
    return {
        "papers": files,
        "lists": checklist(current_route(case), files),
        "faults": {},
        "used_bytes": used,
        "most_mb": quota().application_mb,
        "kinds": uploads.ANY,
        "largest_mb": uploads.LARGEST_BYTES // uploads.MEGABYTE,
    }


def _show_check(case: CaseFile) -> dict[str, object]:
    materials, route = queries.materials_of(case.context.conn, case.app.id), current_route(case)
    wanted = check_answers(case.bundle, case.form.answers, "submission")
    offers = {one.name: one for one in actions.available(case)}
    return {
        **{f"{step}_rows": _rows(case, step) for step in PARTS_OF},
        "lines": described(case.bundle.questions, case.form.answers, language()),
        "problems": [say(one.message, one.params) for one in wanted],
        "impossible": [say(text, params) for _path, text, params in applications.impossible_answers(case)],
        "papers": materials,
        "lists": checklist(route, materials),
        "found": route,
        "answer": answered(case.bundle, Screening(route, _open_questions(case)), case.form.answers),
        "offer": offers.get("submit"),
    }


def _open_questions(case: CaseFile) -> tuple[OpenQuestion, ...]:
    """List the open questions of a draft; none for a renewal or variation, which keeps the answers of its licence."""
    if case.app.kind != "new":
        return ()
    return screen(case.bundle, case.form.answers, case.context.today, case.form.project).open_questions


def _rows(case: CaseFile, step: str) -> list[tuple[str, str]]:
    shown = {name: case.form.parts[name] for name in PARTS_OF[step]}
    return part_rows(case.bundle, shown, "check", language(), is_masked=False)


SHOWN = {
    "parties": lambda case: _show_parts("parties", case),
    "project": lambda case: _show_parts("project", case),
    "answers": _show_answers,
    "papers": _show_materials,
    "check": _show_check,
}


def _next(application_id: int, step: str, *, stays: bool = False) -> ResponseReturnValue:
    stays = stays or _stays()
    following = step if stays else STEPS[STEPS.index(step) + 1]
    if following == step:
        flash(gettext("Saved"), "success")
    return redirect(url_for("applicant.form", application_id=application_id, step=following))


def _stays() -> bool:
    return request.form.get("go") == "stay" or asks_for_language()


def _again(application_id: int, step: str, **more: object) -> str:
    """Show a step again with what was typed and its faults."""
    with reading(engine()) as conn:
        return _step_page(own_case(conn, application_id), step, **more)


def _change(application_id: int, changes: Mapping[str, Mapping[str, object]]) -> None:
    seen = version()
    act(lambda c: applications.change_draft(act_context(c), application_id, changes, expected_version=seen))


def _said(refusal: Invalid) -> list[tuple[str, str]]:
    return [(path.removeprefix("answers."), say(text, params)) for path, text, params in refusal.problems]


def _save_parts(application_id: int, step: str) -> ResponseReturnValue:
    with reading(engine()) as conn:
        case = own_case(conn, application_id)
    typed = filing_form(case.bundle, PARTS_OF[step], language(), request.form)
    changes = {name: {**case.form.parts[name], **part} for name, part in typed.parts().items()}
    try:
        _change(application_id, changes)
    except Invalid as refusal:
        homeless = typed.blame(_said(refusal))
        return _again(application_id, step, form=typed, homeless=homeless), 422
    except Conflict as refusal:
        compare_form(application_id, changes)
        return _again(application_id, step, form=typed, homeless=refusals(refusal)), 409
    return _next(application_id, step)


def _save_answers(application_id: int) -> ResponseReturnValue:
    with reading(engine()) as conn:
        case = own_case(conn, application_id)
    bundle = case.bundle
    answers, more = read_answers(bundle.questions, request.form), request.form.get("more", "")
    typed = Questionnaire.of(bundle, language(), answers, more=more, stage="submission")
    is_savable = not check_answers(bundle, answers, "draft")
    try:
        if is_savable:
            _change(application_id, {"answers": answers})
    except Conflict as refusal:
        compare_form(application_id, {"answers": answers})
        return _again(application_id, "answers", form=typed, homeless=refusals(refusal)), 409
    is_leaving = not more and not _stays()
    found = check_answers(bundle, answers, "submission" if is_leaving else "draft")
    if is_leaving and case.app.kind == "new":
        found += refused_answers(bundle, answers, case.context.today, case.form.project)
    if not found and not more:
        return _next(application_id, "answers")
    homeless = typed.blame((one.field, say(one.message, one.params)) for one in found)
    page = _again(application_id, "answers", form=typed, homeless=homeless, is_saved=is_savable)
    return page, 422 if found else 200


def _save_materials(application_id: int) -> ResponseReturnValue:
    faults = take_materials(application_id)
    if faults:
        return _again(application_id, "papers", faults=faults), 422
    return _next(application_id, "papers", stays="remove" in request.form)


def _submit(application_id: int) -> ResponseReturnValue:
    faults: list[str] = []
    if not take_own(application_id, "submit", {}, faults):
        return _again(application_id, "check", homeless=faults), 422
    return thank(application_id, say(ACTIONS["application"]["submit"].done))
