"""What an applicant asks for, drawn at random."""

import random
from datetime import date, timedelta
from typing import Any

from bench.model.law import months_after


def wished(dice: random.Random, today: date) -> dict[str, Any]:
    """Draw the answers to the questionnaire: works that begin within weeks, some on a road nearly five years old."""
    start = today + timedelta(days=dice.randrange(1, 40))
    length = dice.randrange(2, 120)
    found: dict[str, Any] = {
        "road_class": "urban",
        "access_kind": "temporary",
        "period": {"from": start.isoformat(), "to": (start + timedelta(days=length)).isoformat()},
    }
    if dice.random() < 0.8:
        found["occupy"] = {"part": "footway", "area_m2": 40, "days": dice.randrange(1, 91)}
    if dice.random() < 0.4:
        found["excavate"] = {"area_m2": 20}
        opened = months_after(today, -60) + timedelta(days=dice.randrange(-40, 60))
        found["road_opened_on"] = opened.isoformat()
    if dice.random() < 0.4:
        found["green"] = {"area_m2": 60, "months": dice.randrange(1, 13), "stays_after": False}
    if dice.random() < 0.3:
        tree = {"species": "香樟", "dbh_cm": 18, "action": "transplant", "street_tree": True}
        found["trees"] = [{**tree, "count": dice.choice((3, 60))}]
    if dice.random() < 0.3:
        found["utilities"] = {"works": ["lamp"], "on_bridge": False}
    if not {"occupy", "excavate", "green", "trees", "utilities"} & found.keys():
        found["occupy"] = {"part": "footway", "area_m2": 40, "days": 30}
    return found
