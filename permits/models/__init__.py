"""Tables of the office, one noun per file."""

from permits.models.advice import Advice
from permits.models.amendment import Amendment, EmergencyReport
from permits.models.application import Application
from permits.models.base import Base, Json, UtcDateTime
from permits.models.bundle import BundleTerm, BundleVersion
from permits.models.bundle_act import BundleEvent, BundleProposal
from permits.models.calendar import CalendarChange, CalendarClosure, CalendarDay, CalendarMove
from permits.models.chain_root import ChainRoot
from permits.models.clock import ClockEntry, LegalClock
from permits.models.deficiency import Deficiency, DeficiencyDraft
from permits.models.event import Event
from permits.models.factor import Authenticator, FederatedIdentity, Passkey, RecoveryCode, SpentChallenge
from permits.models.fee import FeeNotice, Payment
from permits.models.idempotency import IdempotencyKey
from permits.models.incident import Incident
from permits.models.kept_input import KeptInput
from permits.models.licence import Inspection, Licence, LicenceChange
from permits.models.material import Material
from permits.models.notice import Notice
from permits.models.notification import Mail, Notification
from permits.models.office import Area, Department, OfficeEvent, Road
from permits.models.outbox import OutboxRow
from permits.models.permit import Permit
from permits.models.person import ApiToken, Company, KnownDevice, OneTimeLink, RoleGrant, RoleRequest, User
from permits.models.power import PowerOfAttorney
from permits.models.procedure import ExtensionRequest, Hearing, Photo, PublicNotice, SpecialProcedure, Statement, Survey
from permits.models.sanction import Ban, FineFlag
from permits.models.session import SignIn, UserSession
from permits.models.setting import Counter, Setting
from permits.models.supervision import Explanation, SupervisionOrder
from permits.models.timer import Timer, TimerFire
from permits.models.watching import CheckRun, SeenProcess
from permits.models.work_item import WorkItem

__all__ = [
    "Advice",
    "Amendment",
    "ApiToken",
    "Application",
    "Area",
    "Authenticator",
    "Ban",
    "Base",
    "BundleEvent",
    "BundleProposal",
    "BundleTerm",
    "BundleVersion",
    "CalendarChange",
    "CalendarClosure",
    "CalendarDay",
    "CalendarMove",
    "ChainRoot",
    "CheckRun",
    "ClockEntry",
    "Company",
    "Counter",
    "Deficiency",
    "DeficiencyDraft",
    "Department",
    "EmergencyReport",
    "Event",
    "Explanation",
    "ExtensionRequest",
    "FederatedIdentity",
    "FeeNotice",
    "FineFlag",
    "Hearing",
    "IdempotencyKey",
    "Incident",
    "Inspection",
    "Json",
    "KeptInput",
    "KnownDevice",
    "LegalClock",
    "Licence",
    "LicenceChange",
    "Mail",
    "Material",
    "Notice",
    "Notification",
    "OfficeEvent",
    "OneTimeLink",
    "OutboxRow",
    "Passkey",
    "Payment",
    "Permit",
    "Photo",
    "PowerOfAttorney",
    "PublicNotice",
    "RecoveryCode",
    "Road",
    "RoleGrant",
    "RoleRequest",
    "SeenProcess",
    "Setting",
    "SignIn",
    "SpecialProcedure",
    "SpentChallenge",
    "Statement",
    "SupervisionOrder",
    "Survey",
    "Timer",
    "TimerFire",
    "User",
    "UserSession",
    "UtcDateTime",
    "WorkItem",
]
