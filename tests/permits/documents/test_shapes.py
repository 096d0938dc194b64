import pytest

from permits.documents.kinds import FORMS
from permits.documents.shapes import SHAPES, missing_facts
from tests.permits.documents.samples import facts
from tests.permits.documents.test_render import KINDS


def test_every_kind_has_a_shape_and_a_form() -> None:
    assert FORMS.keys() == SHAPES.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_the_sample_of_a_kind_lacks_no_fact(kind: str) -> None:
    assert missing_facts(kind, facts(kind)) == frozenset()


def test_a_fact_that_is_lacking_is_named_and_one_that_may_be_is_not() -> None:
    given = facts("grant")
    given.pop("number")
    given.pop("contact", None)

    assert missing_facts("grant", given) == {"number"}
