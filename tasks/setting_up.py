"""Set up this process to run jobs: once, for the worker or for the embedded one."""

from importlib import import_module

from celery import Celery
from sqlalchemy import Engine

from permits.config import Settings
from permits.files import FolderStore
from permits.office import Office
from tasks import MODULES
from tasks.context import JobContext, use
from tasks.schedule import SCHEDULE


def set_up(celery: Celery, engine: Engine, office: Office, settings: Settings) -> None:
    """Register the jobs and their beat table with `celery`, and hand the jobs what they work with."""
    for module in MODULES:
        import_module(module)
    celery.conf.beat_schedule = dict(SCHEDULE)
    use(
        JobContext(
            engine=engine,
            settings=settings,
            office=office,
            celery=celery,
            materials=FolderStore(settings.upload_dir),
            papers=FolderStore(settings.documents_dir),
        )
    )
