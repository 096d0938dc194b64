"""Pages, by audience: everyone, applicants, staff, managers."""

from flask import Blueprint

from permits.web.account import bp as account_pages
from permits.web.accounts.factors import bp as factor_pages
from permits.web.accounts.identity import bp as identity_pages
from permits.web.accounts.own import bp as own_pages
from permits.web.accounts.passkeys import bp as passkey_pages
from permits.web.accounts.registering import bp as registering_pages
from permits.web.accounts.second_step import bp as second_step_pages
from permits.web.accounts.welcome import bp as welcome_pages
from permits.web.actions import bp as action_pages
from permits.web.administration import bundles
from permits.web.administration.calendar import bp as admin_pages
from permits.web.applicant import amending, autosave, filing, materials, mending
from permits.web.applicant.cases import bp as applicant_pages
from permits.web.applicant.licences import bp as licence_pages
from permits.web.applicant.powers import bp as power_pages
from permits.web.audit import bp as audit_pages
from permits.web.files import bp as file_pages
from permits.web.office import people, registers, registrations
from permits.web.public import areas, decisions, noticeboard, start
from permits.web.public.public import bp as public_pages
from permits.web.staff import counter_filing
from permits.web.staff.checks import bp as check_pages
from permits.web.staff.clerk import bp as clerk_pages
from permits.web.staff.counter import bp as window_pages
from permits.web.staff.failed_jobs import bp as failed_job_pages
from permits.web.staff.incidents import bp as incident_pages
from permits.web.staff.manager import bp as manager_pages
from permits.web.staff.photos import bp as photo_pages
from permits.web.staff.status import bp as status_pages

# modules that add their pages to the blueprint of another module
ADDING = (
    areas,
    start,
    noticeboard,
    decisions,
    filing,
    autosave,
    materials,
    amending,
    mending,
    counter_filing,
    people,
    registers,
    registrations,
    bundles,
)


def blueprints() -> tuple[Blueprint, ...]:
    """List the blueprints that the app factory registers, in the order of the menus."""
    return (
        public_pages,
        account_pages,
        welcome_pages,
        registering_pages,
        own_pages,
        factor_pages,
        second_step_pages,
        identity_pages,
        passkey_pages,
        applicant_pages,
        window_pages,
        clerk_pages,
        check_pages,
        manager_pages,
        incident_pages,
        status_pages,
        failed_job_pages,
        admin_pages,
        audit_pages,
        action_pages,
        licence_pages,
        power_pages,
        file_pages,
        photo_pages,
    )
