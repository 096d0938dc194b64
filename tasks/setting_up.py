"""Set up this process to run jobs: once, for the production or the embedded worker."""

from importlib import import_module

from celery import Celery
from sqlalchemy import Engine

from permits import clock
from permits.config import Settings
from permits.files import FolderStore
from permits.office import Office
from tasks import MODULES
from tasks.context import JobContext, use
from tasks.schedule import SCHEDULE
from tasks.watching import watch


def set_up(celery: Celery, engine: Engine, office: Office, settings: Settings) -> None:
    """Register the jobs and the beat table with `celery`, and set the jobs' context."""
    clock.bear(settings.clock_tolerance_seconds)
    for module in MODULES:
        import_module(module)
    celery.conf.beat_schedule = dict(SCHEDULE)
    watch(celery, settings)
    use(
        JobContext(
            engine=engine,
            settings=settings,
            office=office,
            celery=celery,
            materials=FolderStore(settings.upload_dir),
            documents=FolderStore(settings.documents_dir),
        )
    )
