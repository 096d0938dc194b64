"""Episodes of the second matter: restaurants being opened, one in each state."""

from collections.abc import Iterator
from functools import partial

from permits.casefile import ActContext
from permits.seeds import stories
from permits.seeds.episodes.tale import RECIPIENT, Tale, file
from permits.seeds.steps import Step, needed
from permits.services.closing import delivery, ratings
from permits.services.filing.applications import DraftForm
from permits.services.intake import deficiencies

MATTER = "restaurant"
SHOPS = ("老街面馆", "滨江茶饮", "海味小馆", "东港快餐", "紫琅食府", "星湖咖啡")
ALL_DEPARTMENTS = ("fire", "market", "urban")
UNREADABLE = "平面图未标注食品处理区的设备布局。"
DRAW_AGAIN = "请按实际布局重新绘制并加盖公章。"


def _opening(tale: Tale) -> Tale:
    """Have a tale open a restaurant of its own."""
    like = stories.form(tale.number, stories.Plot("", ""), tale.filed_on)
    shop, street = SHOPS[tale.number % len(SHOPS)], stories.ROADS[tale.number % len(stories.ROADS)]
    tale.form = DraftForm(
        MATTER,
        like.applicant,
        like.agent,
        {"name": f"{shop}新开门店", "type": "private"},
        {"road": street, "address": f"{60 + tale.number}号1幢101室", "shop": shop},
        {
            "business": "catering",
            "kitchen": {"area_m2": 45 + tale.number % 30, "staff": 8, "kinds": ["hot", "drinks"]},
            "premises": {"area_m2": 320 + tale.number, "floor": 1, "gas": True},
            "sign": {"area_m2": 12, "years": 2, "lit": True},
        },
    )
    return tale


def begun(tale: Tale) -> Iterator[Step]:
    """A draft that still lacks papers."""
    _opening(tale).missing = 2
    yield tale.step(0, tale.owner, partial(file, tale=tale))


def received(tale: Tale) -> Iterator[Step]:
    """Handed in, and not checked by the counter yet."""
    yield from _opening(tale).filed()


def sent_back(tale: Tale) -> Iterator[Step]:
    """The counter asks for the plan of the premises once more."""
    yield from _opening(tale).filed()
    yield tale.step(1, "window", _flag_plan)


def _flag_plan(context: ActContext, application_id: int) -> None:
    plan = needed(context, application_id)[1]
    item = deficiencies.DeficiencyItem("illegible", UNREADABLE, DRAW_AGAIN, plan)
    deficiencies.notify_deficiencies(context, application_id, [item])


def reviewed(tale: Tale) -> Iterator[Step]:
    """In review: the food licence is decided, the other departments are at work."""
    yield from _opening(tale).accepted()
    yield from tale.agreed(2, ("market",))


def late(tale: Tale) -> Iterator[Step]:
    """The fire service has not answered in time; the sign waits for its opinion."""
    yield from _opening(tale).accepted()
    yield from tale.agreed(2, ("market",))


def opened(tale: Tale) -> Iterator[Step]:
    """Everything granted and delivered within the promised days; the holder is content."""
    yield from _opening(tale).accepted()
    yield from tale.agreed(3, ALL_DEPARTMENTS)
    yield tale.step(4, "window", delivery.deliver, recipient=RECIPIENT)
    yield tale.step(5, tale.owner, ratings.rate, stars=5)
