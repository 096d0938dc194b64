from dataclasses import replace

from permits.casefile import CaseFile
from permits.casefile.facts import current_route
from permits.casefile.outstanding_materials import needing, outstanding_materials
from tests.permits.lives import Life


def test_a_promised_paper_is_owed_until_it_comes_in(life: Life) -> None:
    filed = life.accepted()

    def see(case: CaseFile) -> list[frozenset[str]]:
        route = current_route(case)
        code = next(one.code for one in route.materials if not one.shared)
        case.app.tolerated = [code, "M99"]
        handed_in = outstanding_materials(case, route)
        del case.materials[code]
        owed = outstanding_materials(case, route)
        case.permits["road-occupation"].state = "refused"
        return [handed_in, owed - {code}, owed & {code}, outstanding_materials(case, route)]

    handed_in, others, owed, after_refusal = life.look("window", filed, see)
    assert (handed_in, others, len(owed), after_refusal) == (frozenset(), frozenset(), 1, frozenset())


def test_where_nothing_was_promised_nothing_is_owed(life: Life) -> None:
    filed = life.submitted(papers=False)

    assert life.look("window", filed, lambda case: outstanding_materials(case, current_route(case))) == frozenset()


def test_a_paper_is_needed_by_each_permit_that_asks_for_it(life: Life) -> None:
    filed = life.submitted(papers=False)

    def see(case: CaseFile) -> tuple[frozenset[str], frozenset[str]]:
        first, *_ = current_route(case).materials
        route = replace(current_route(case), materials=(replace(first, code="M99", permits=("a", "b")),))
        return needing(route, ["M99"]), needing(route, ["M98"])

    assert life.look("window", filed, see) == (frozenset({"a", "b"}), frozenset())
