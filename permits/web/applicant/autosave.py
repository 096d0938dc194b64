"""Autosave of a draft: a script sends the step as it is typed, and is told what is on the server."""

from collections.abc import Mapping, Sequence

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from forms.parties import filing_form
from forms.questionnaire import read_answers
from permits import clock
from permits.access import requires
from permits.casefile import CaseFile
from permits.db import reading
from permits.errors import VERSION_CONFLICT, Conflict, Invalid, LookAgain
from permits.http import act, act_context, engine, language, say, version
from permits.services.case.fields import fields_of
from permits.services.case.parties import Problem
from permits.services.filing.autosave import autosave
from permits.web.applicant.cases import FILE, bp, own_case
from permits.web.applicant.filing import PARTS_OF
from workflows import SHANGHAI

Changes = Mapping[str, Mapping[str, object]]


@bp.post("/applications/<int:application_id>/form/<any(parties, project, answers):step>/autosave")
@requires(FILE)
def keep(application_id: int, step: str) -> ResponseReturnValue:
    """Keep a step as it stands; answers with the draft's version and one true sentence."""
    with reading(engine()) as conn:
        case = own_case(conn, application_id)
    changes, drawn_from = _typed(case, step), version()

    def saved(conn: Connection) -> tuple[int, list[Problem]]:
        return autosave(act_context(conn), application_id, changes, expected_version=drawn_from)

    try:
        kept, problems = act(saved)
    except Conflict as refusal:
        return jsonify(said=_overtaken(refusal)), 409
    except Invalid as refusal:
        return jsonify(said=gettext("Not saved: %(why)s", why=_named(case, refusal.problems))), 422
    return jsonify(version=kept, said=_sentence(case, problems), is_whole=not problems)


def _overtaken(refusal: Conflict) -> str:
    if isinstance(refusal, LookAgain):
        return str(gettext("Not saved: this page is out of date. Reload it to go on."))
    if refusal.code != VERSION_CONFLICT:
        return str(gettext("Not saved: %(why)s", why=say(refusal.message, refusal.params)))
    return str(gettext("Not saved: the draft was changed elsewhere meanwhile. Reload the page to go on from there."))


def _typed(case: CaseFile, step: str) -> Changes:
    if step == "answers":
        return {"answers": read_answers(case.bundle.questions, request.form)}
    typed, stored = filing_form(case.bundle, PARTS_OF[step], language(), request.form), case.form.parts
    return {name: {**stored[name], **part} for name, part in typed.parts().items()}


def _sentence(case: CaseFile, problems: Sequence[Problem]) -> str:
    at = f"{clock.now().astimezone(SHANGHAI):%H:%M}"
    if not problems:
        return str(gettext("Saved at %(time)s", time=at))
    return str(gettext("Saved at %(time)s, but for: %(what)s", time=at, what=_named(case, problems)))


def _named(case: CaseFile, problems: Sequence[Problem]) -> str:
    """Name each field that was left out, with why."""
    names = fields_of(case.bundle)
    said = []
    for path, text, params in problems:
        while path and path not in names:
            path = path.rpartition(".")[0]  # noqa: PLW2901 - a field inside a list is called by its list
        label = names[path].get(language()) if path else ""
        why = say(text, params)
        said.append(gettext("%(field)s (%(why)s)", field=label, why=why) if label else why)
    return str(gettext("; ")).join(said)
