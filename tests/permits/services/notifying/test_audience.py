from typing import get_args

from permits.services.notifying.audience import ROLES
from workflows import Group


def test_every_group_can_be_found() -> None:
    assert set(get_args(Group)) == ROLES.keys() | {"applicant", "applicant_holder"}
