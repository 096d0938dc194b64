import re
import tomllib

from flask_openapi3.openapi import OpenAPI

from permits.config import ROOT, VERSION

RELEASED = re.compile(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$", re.MULTILINE)
NAMED = re.compile(r"\bDaokou (\d+\.\d+(?:\.\d+)?)")


def test_package_api_and_command_line_are_of_one_version(app: OpenAPI) -> None:
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert package == VERSION
    assert app.test_client().get("/api/v1/openapi.json").json["info"]["version"] == VERSION
    assert app.test_cli_runner().invoke(args=["version"]).output == f"Daokou {VERSION}\n"


def test_the_version_is_the_newest_of_the_changelog() -> None:
    released = RELEASED.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))

    assert released[0] == VERSION
    assert released == sorted(released, key=lambda text: [int(part) for part in text.split(".")], reverse=True)


def test_no_page_of_the_documentation_names_another_version() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    named = {number for page in pages for number in NAMED.findall(page.read_text(encoding="utf-8"))}

    assert named == {VERSION}
