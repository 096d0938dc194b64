"""On whose behalf an act goes down in the trail: the counter's own, or the applicant's whose paper it writes down."""

from permits.actor import Actor
from permits.policies import Owned, stands_in

APPLICANT = "applicant"
# what only an applicant does, whoever writes it down
ACTS = frozenset(
    {
        "application.drafted",
        "application.changed",
        "application.submitted",
        "application.supplemented",
        "application.mended",
        "application.amended",
        "application.withdrawn",
        "application.urged",
        "application.moot_answered",
        "application.emergency_reported",
        "permit.withdrawn",
        "material.added",
        "material.replaced",
        "hearing.requested",
        "licence.renewal_opened",
        "licence.variation_opened",
        "licence.cancelled",
        "inspection.requested",
    }
)


def on_behalf_of(actor: Actor, application: Owned, event: str) -> str | None:
    """Name the side an act was done for, where it is not the actor's own."""
    return APPLICANT if event in ACTS and stands_in(actor, application) else None
