"""Database triggers that make events, bundle versions and acts on the office and on bundles append-only."""

POSTGRESQL = (
    """create or replace function refuse_change() returns trigger language plpgsql as
$$ begin raise exception 'the trail is append-only'; end $$""",
    """create trigger event_no_change before update or delete on event
for each row execute function refuse_change()""",
    """create trigger event_no_truncate before truncate on event
for each statement execute function refuse_change()""",
    """create trigger bundle_version_no_change before update or delete on bundle_version
for each row execute function refuse_change()""",
    """create trigger bundle_version_no_truncate before truncate on bundle_version
for each statement execute function refuse_change()""",
    """create trigger bundle_event_no_change before update or delete on bundle_event
for each row execute function refuse_change()""",
    """create trigger bundle_event_no_truncate before truncate on bundle_event
for each statement execute function refuse_change()""",
    """create trigger office_event_no_change before update or delete on office_event
for each row execute function refuse_change()""",
    """create trigger office_event_no_truncate before truncate on office_event
for each statement execute function refuse_change()""",
)
SQLITE = (
    """create trigger event_no_update before update on event
begin select raise(abort, 'the trail is append-only'); end""",
    """create trigger event_no_delete before delete on event
begin select raise(abort, 'the trail is append-only'); end""",
    # INSERT OR REPLACE deletes without the trigger of a delete where recursive_triggers is off, as it is by default
    """create trigger event_no_replace before insert on event
when exists (select 1 from event where application_id = new.application_id and seq = new.seq)
begin select raise(abort, 'the trail is append-only'); end""",
    """create trigger bundle_version_no_update before update on bundle_version
begin select raise(abort, 'bundle versions are append-only'); end""",
    """create trigger bundle_version_no_delete before delete on bundle_version
begin select raise(abort, 'bundle versions are append-only'); end""",
    """create trigger bundle_version_no_replace before insert on bundle_version
when exists (select 1 from bundle_version where key = new.key and version = new.version)
begin select raise(abort, 'bundle versions are append-only'); end""",
    """create trigger bundle_event_no_update before update on bundle_event
begin select raise(abort, 'acts on bundles are append-only'); end""",
    """create trigger bundle_event_no_delete before delete on bundle_event
begin select raise(abort, 'acts on bundles are append-only'); end""",
    """create trigger bundle_event_no_replace before insert on bundle_event
when exists (select 1 from bundle_event where seq = new.seq)
begin select raise(abort, 'acts on bundles are append-only'); end""",
    """create trigger office_event_no_update before update on office_event
begin select raise(abort, 'the trail is append-only'); end""",
    """create trigger office_event_no_delete before delete on office_event
begin select raise(abort, 'the trail is append-only'); end""",
    """create trigger office_event_no_replace before insert on office_event
when exists (select 1 from office_event where area = new.area and seq = new.seq)
begin select raise(abort, 'the trail is append-only'); end""",
)


def triggers(dialect: str) -> tuple[str, ...]:
    """Return the DDL that makes these tables append-only on `dialect`."""
    return POSTGRESQL if dialect == "postgresql" else SQLITE
