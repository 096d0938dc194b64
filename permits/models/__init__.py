"""Tables of the office, one noun a file."""

from permits.models.application import Application
from permits.models.base import Base, Json, UtcDateTime
from permits.models.calendar import CalendarDay
from permits.models.clock import ClockEntry, LegalClock
from permits.models.deficiency import Deficiency
from permits.models.event import Event
from permits.models.idempotency import IdempotencyKey
from permits.models.incident import Incident
from permits.models.licence import Licence
from permits.models.material import Material
from permits.models.notice import Notice
from permits.models.notification import Mail, Notification
from permits.models.office import Area, Department, Road
from permits.models.outbox import OutboxRow
from permits.models.permit import Permit
from permits.models.person import ApiToken, Company, RoleGrant, User
from permits.models.setting import Counter, Setting
from permits.models.timer import Timer, TimerFire
from permits.models.work_item import WorkItem

__all__ = [
    "ApiToken",
    "Application",
    "Area",
    "Base",
    "CalendarDay",
    "ClockEntry",
    "Company",
    "Counter",
    "Deficiency",
    "Department",
    "Event",
    "IdempotencyKey",
    "Incident",
    "Json",
    "LegalClock",
    "Licence",
    "Mail",
    "Material",
    "Notice",
    "Notification",
    "OutboxRow",
    "Permit",
    "Road",
    "RoleGrant",
    "Setting",
    "Timer",
    "TimerFire",
    "User",
    "UtcDateTime",
    "WorkItem",
]
