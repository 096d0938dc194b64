import pytest
from flask_openapi3.openapi import OpenAPI

from permits.config import ROOT

TEMPLATES = sorted(str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_template_parses_and_knows_its_filters(app: OpenAPI, template: str) -> None:
    assert app.jinja_env.get_template(template)


def test_every_page_speaks_through_the_frame() -> None:
    apart = ("components/", "documents/", "emails/", "base.html")
    pages = [name for name in TEMPLATES if not name.startswith(apart) and not name.rpartition("/")[2].startswith("_")]

    assert [name for name in pages if "{% extends" not in (ROOT / "templates" / name).read_text("utf-8")] == []
