"""The office of the scenarios."""

from tests.early import office as office
