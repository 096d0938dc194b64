import pytest

from permits.documents.kinds import DECLARED, FORMS, missing_facts
from tests.permits.documents.samples import facts
from tests.permits.documents.test_render import KINDS


def test_no_two_modules_declare_the_same_kind() -> None:
    assert len(FORMS) == sum(len(forms) for forms in DECLARED)


def test_no_two_kinds_have_the_same_name() -> None:
    assert len({form.name for form in FORMS.values()}) == len(FORMS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_sample_of_a_kind_lacks_no_fact(kind: str) -> None:
    assert missing_facts(kind, facts(kind)) == frozenset()


def test_a_fact_that_is_lacking_is_named_and_one_that_may_be_is_not() -> None:
    given = facts("grant")
    given.pop("number")
    given.pop("contact", None)

    assert missing_facts("grant", given) == {"number"}
