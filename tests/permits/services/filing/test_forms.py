import pytest

from permits.errors import NotFound
from permits.services.filing.forms import form_to_sign
from tests.permits.lives import Life


def test_the_form_says_everything_that_was_typed(life: Life) -> None:
    filed = life.draft(papers=False)

    kind, facts = life.look("contractor", filed, lambda case: form_to_sign(case, "M01"))

    app = life.application(filed)
    said = {str(line["value"]) for section in facts["sections"] for line in section["lines"]}
    assert kind == "application_form"
    assert any(app.applicant["uscc"] in one for one in said), "the applicant signs its number in full"
    assert len(facts["sections"][-1]["lines"]) == len(app.answers)
    assert facts["title"]["en"] == "Joint application form"


def test_an_undertaking_carries_the_text_of_the_bundle(life: Life) -> None:
    filed = life.draft(papers=False)

    kind, facts = life.look("contractor", filed, lambda case: form_to_sign(case, "M09"))

    assert (kind, facts["undertaking"]["zh"][:6]) == ("undertaking", "本申请人承诺")


@pytest.mark.parametrize("code", ["M05", "M18", "M99"], ids=["nothing is made", "not needed", "unknown"])
def test_no_other_paper_is_made(life: Life, code: str) -> None:
    filed = life.draft(papers=False)

    with pytest.raises(NotFound):
        life.look("contractor", filed, lambda case: form_to_sign(case, code))
