import re
from pathlib import Path

import pytest
from flask_openapi3.openapi import OpenAPI
from jinja2 import meta

from permits.config import ROOT
from workflows import load_bundles

IMPORT = re.compile(r'{%-?\s*(?:import|from) "([^"]+)"([^%]*)%}')
CLOSED = re.compile(r"disabled=[^,}]*(?:\.ready|rejectattr)")
# a control of that name stands in its place
SHADOWED = re.compile(r"\bform\.(?:method|action|target|name|id)\b")
TEMPLATES = sorted(str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_template_parses_and_knows_its_filters(founded: tuple[OpenAPI, Path], template: str) -> None:
    assert founded[0].jinja_env.get_template(template)


def test_what_is_imported_without_the_page_asks_for_nothing_of_the_page(app: OpenAPI) -> None:
    """A macro that names the reader or the day breaks only once somebody calls it."""
    sources = {name: (ROOT / "templates" / name).read_text(encoding="utf-8") for name in TEMPLATES}
    bare = {name for text in sources.values() for name, how in IMPORT.findall(text) if "with context" not in how}
    of_the_page: dict[str, object] = {}
    with app.test_request_context():
        app.update_template_context(of_the_page)
    for name in bare:
        asked = meta.find_undeclared_variables(app.jinja_env.parse(sources[name]))
        assert not asked & of_the_page.keys() - app.jinja_env.globals.keys(), name
    assert "desk/actions.html" in bare


def test_every_icon_that_a_matter_names_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="i-([\w-]+)"', (ROOT / "templates/components/icons.html").read_text("utf-8")))
    named = {(bundle.key, one.icon) for bundle in load_bundles().values() for one in (bundle.start, *bundle.sections)}

    assert [one for one in sorted(named) if one[1] not in sprite] == []


def test_no_button_stays_closed_that_its_own_form_could_open() -> None:
    """An offer says `attainable` where the form could still make the act ready; `ready` tells of the form as stored."""
    closing = [name for name in TEMPLATES if CLOSED.search((ROOT / "templates" / name).read_text(encoding="utf-8"))]

    assert closing == []


def test_no_script_reads_of_a_form_what_a_control_may_stand_for() -> None:
    reading = [path.name for path in (ROOT / "static" / "js").glob("*.js") if SHADOWED.search(path.read_text("utf-8"))]

    assert reading == []
