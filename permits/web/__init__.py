"""Pages, by audience: everyone, applicants, staff, managers."""

from flask import Blueprint

from permits.web import amending, counter_filing, decisions, filing, mending, noticeboard, start
from permits.web.account import bp as account_pages
from permits.web.acts import bp as act_pages
from permits.web.admin import bp as admin_pages
from permits.web.applicant import bp as applicant_pages
from permits.web.checks import bp as check_pages
from permits.web.clerk import bp as clerk_pages
from permits.web.files import bp as file_pages
from permits.web.incidents import bp as incident_pages
from permits.web.licences import bp as licence_pages
from permits.web.manager import bp as manager_pages
from permits.web.photos import bp as photo_pages
from permits.web.public import bp as public_pages
from permits.web.window import bp as window_pages

# modules that add their pages to a blueprint of another
ADDING = (start, noticeboard, decisions, filing, amending, mending, counter_filing)


def blueprints() -> tuple[Blueprint, ...]:
    """List what the factory registers, in the order of the menus."""
    return (
        public_pages,
        account_pages,
        applicant_pages,
        window_pages,
        clerk_pages,
        check_pages,
        manager_pages,
        incident_pages,
        admin_pages,
        act_pages,
        licence_pages,
        file_pages,
        photo_pages,
    )
