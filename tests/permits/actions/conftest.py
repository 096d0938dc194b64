"""The office of the API, where a declaration is looked at from outside."""

from tests.early import office as office
