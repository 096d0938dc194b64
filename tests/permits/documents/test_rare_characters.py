"""Case 18: names to GB 18030-2022 level 3 and beyond stand in every paper as glyphs that can be copied."""

import json
import subprocess
import sys
from typing import Any

import pytest
from pypdf import PdfReader

from permits.config import ROOT
from permits.documents import glyphs
from permits.documents.glyphs import drawable, rare_fonts, undrawable
from permits.documents.kinds import FORMS
from permits.documents.render import render
from permits.services.case.parties import warnings_about
from tests.permits.documents.samples import facts
from tests.permits.documents.test_render import read, text_of
from workflows import load_bundles

RARE = "𠮷㐂䶮𪛗𠀣𦩌𮋲𤋮𨨏𫰠𱖎𡣕𩽹𰀀𰻞𬺡𮯠"
NAME = f"欧阳{RARE}某"
LONG = "长" * 100 + "Verylongname" * 7 + "𠮷" * 16


@pytest.fixture(scope="module", autouse=True)
def _fonts() -> None:
    """Fetch the fonts where neither `manage.py fonts` nor a package has brought them; skip where there are none."""
    if rare_fonts():
        return
    if subprocess.run([sys.executable, ROOT / "manage.py", "fonts"], check=False).returncode:
        pytest.skip("no fonts of rare characters on this machine: see `python3 manage.py fonts`")
    glyphs._rare.cache_clear()


def named(kind: str, name: str) -> dict[str, Any]:
    """Give the facts of a kind with another name of the applicant, wherever it stands."""
    given = facts(kind)
    text = json.dumps(given, ensure_ascii=False).replace("示范建设发展有限公司", name)
    found: dict[str, Any] = json.loads(text)
    return {**found, "applicant": {**found["applicant"], "name": name}}


def fonts_of(pdf: PdfReader) -> dict[str, bool]:
    """Give each font of a document, and whether it is embedded."""
    found: dict[str, bool] = {}
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # resolved by pypdf
            (inner,) = font.get_object()["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"].get_object()
            found[str(descriptor["/FontName"])] = not {"/FontFile2", "/FontFile3"}.isdisjoint(descriptor)
    return found


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_every_paper_shows_a_rare_name(kind: str) -> None:
    pdf = render(kind, named(kind, NAME), language="zh")

    text = text_of(pdf)
    assert NAME in text
    assert "U+" not in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_glyphs_are_embedded_and_nothing_else_of_their_fonts(language: str) -> None:
    plain, rare = (render("licence", given, language=language) for given in (facts("licence"), named("licence", NAME)))

    embedded = fonts_of(read(rare))
    assert all(embedded.values())
    assert {name.partition("+")[2] for name in embedded} >= {"HanaMinB", "BabelStoneHan"}
    assert len(rare) - len(plain) < 40_000
    assert NAME in text_of(rare)


@pytest.mark.parametrize("kind", ["receipt", "acceptance", "grant", "licence"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_name_of_two_hundred_letters_breaks_no_paper(kind: str, language: str) -> None:
    assert LONG in text_of(render(kind, named(kind, LONG), language=language))


def test_what_no_font_has_is_named_and_the_counter_is_warned() -> None:
    assert drawable("甲\U0002ebf0") == "甲[U+2EBF0]"
    assert undrawable(f"{NAME}\U0002ebf0\U0002ebf0") == "\U0002ebf0"

    parts = {"applicant": {"kind": "person", "name": "甲\U0002ebf0"}}
    ((path, _message, params),) = warnings_about(load_bundles()["road-access"], parts)
    assert (path, params) == ("applicant.name", {"characters": "\U0002ebf0"})


def test_only_papers_with_rare_characters_open_the_large_fonts() -> None:
    assert not glyphs.is_rare("欧阳㐂某 licence")
    assert glyphs.is_rare(NAME)
