import pytest
from flask_openapi3.openapi import OpenAPI

from permits.config import ROOT

TEMPLATES = sorted(str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_template_parses_and_knows_its_filters(app: OpenAPI, template: str) -> None:
    assert app.jinja_env.get_template(template)
