from werkzeug.datastructures import MultiDict

from forms.acts import RateForm, WithdrawForm


def test_withdrawing_needs_reason_and_confirmation() -> None:
    form = WithdrawForm(MultiDict({"reason": "changed plans"}))
    form.offer([("trees", "Trees")])

    assert not form.validate()
    assert set(form.errors) == {"confirm"}


def test_all_permits_are_ticked_until_some_are_chosen() -> None:
    fresh, chosen = WithdrawForm(), WithdrawForm(MultiDict([("permits", "trees")]))
    for form in (fresh, chosen):
        form.offer([("trees", "Trees"), ("green-space", "Green")])

    assert fresh.permits.data == ["trees", "green-space"]
    assert chosen.permits.data == ["trees"]


def test_only_the_stars_offered_count() -> None:
    assert RateForm(MultiDict({"stars": "5"})).validate()
    assert not RateForm(MultiDict({"stars": "9"})).validate()
