"""The office of the API."""

from tests.early import office as office
