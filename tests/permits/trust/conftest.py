"""The office of the tests of trust."""

from tests.early import office as office
