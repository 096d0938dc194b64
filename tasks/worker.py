"""The production worker: celery -A tasks.worker worker, and one celery -A tasks.worker beat."""

from celery import Celery

from permits import schema
from permits.app.start import or_exit
from permits.config import load_settings
from permits.db import check_database, connect
from permits.errors import SetupFault
from permits.files import own_folder
from permits.queue import make_celery
from permits.seeds.installing import read_office
from permits.watch import lines, metrics, sharing
from tasks.setting_up import set_up


def build() -> Celery:
    """Build the worker's Celery app over its own database connections.

    Raises:
        SetupFault: this installation runs no workers, or is not prepared.
    """
    lines.configure()
    settings = load_settings()
    if settings.is_embedded:
        raise SetupFault("REDIS_URL is not set: jobs run inside the web process, there is nothing for a worker to do")
    sharing.share(settings.metrics_dir, "jobs")
    engine = connect(settings.database_url)
    check_database(engine)
    office = read_office(engine, settings)
    if office is None:
        raise SetupFault(schema.fault_of(engine))
    celery = make_celery(settings)
    own_folder(settings.instance_dir)
    celery.conf.beat_schedule_filename = str(settings.instance_dir / "beat")
    metrics.count_statements(engine, "jobs")
    set_up(celery, engine, office, settings)
    # the pool forks: a connection shared by several processes would mix up their answers
    engine.dispose()
    return celery


app = or_exit(build)
