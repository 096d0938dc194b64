"""The office of the cases."""

from tests.early import office as office
