"""The demo's episodes: one case per special procedure, created through the services."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from permits.files import Store
from permits.office import Office
from permits.seeds.episodes import decisions, intake, licences, procedures, restaurants
from permits.seeds.episodes.tale import Tale
from permits.seeds.steps import Step

FIRST_NUMBER = 100
Episode = Callable[[Tale], Iterator[Step]]
# working days since filing: enough for the last act to lie before today
EPISODES: Mapping[Episode, int] = MappingProxyType(
    {
        procedures.amended: 3,
        procedures.resumed: 10,
        procedures.stopped: 4,
        procedures.heard: 14,
        procedures.hearing_called: 4,
        procedures.hearing_told: 2,
        procedures.objected: 2,
        procedures.surveyed: 3,
        intake.listed: 3,
        intake.tolerated: 4,
        intake.burst: 2,
        intake.urged: 4,
        decisions.extended: 20,
        decisions.forwarded: 5,
        decisions.emptied: 3,
        licences.renewed: 45,
        licences.varied: 45,
        licences.rectified: 39,
        licences.inspected: 38,
        licences.revoked: 30,
        licences.withdrawn: 30,
        restaurants.begun: 1,
        restaurants.received: 1,
        restaurants.sent_back: 3,
        restaurants.reviewed: 3,
        restaurants.late: 9,
        restaurants.opened: 12,
    }
)


def episode_steps(office: Office, store: Store, *, today: date) -> Iterator[Step]:
    """List the steps of every episode; steps in the future are skipped."""
    calendar = office.calendars.current.national
    for number, (episode, ago) in enumerate(EPISODES.items(), FIRST_NUMBER):
        filed_on = today
        for _ in range(ago):
            filed_on = calendar.working_day_before(filed_on)
        yield from episode(Tale(number, office, store, today, filed_on))
