"""Explore every reachable state of a case: the duties of linked permits, and the application around them."""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple, TypeVar

from workflows.checking.assumed import ASSUMED, CASE, FREE, ITEM, NOBODY, PERMIT, SOMETHING
from workflows.conditions.facts import ApplicationFacts, Facts, PermitFacts, WorkItemFacts
from workflows.conditions.work_item_guards import CLOSED_BY_ACTS
from workflows.definition.lifecycles import ROLES, group
from workflows.errors import GuardsUnmet
from workflows.moving.engine import available_actions, lifecycle, move

MAX_STATES = 200_000
PEOPLE = ROLES - {"system"}
SYSTEM = frozenset({"system"})
ACTS = {"agreed": "grant", "refused": "refuse"}
MARKS = {"approve": "agreed", "refuse": "refused", "finish": "agreed", "forward": "agreed"}
SETTLED = frozenset({"agreed", "refused", "cancelled"})
# duties that follow a decision, each with the action that closes it
AFTER_THE_DECISION = {"verification": "verify_commitment", "call_back": "record_call_back"}
UNDECIDED = group("permit", "undecided")

Fired = tuple[str, str]
S = TypeVar("S", bound=Hashable)


class TooLarge(Exception):
    """There are too many reachable states to explore."""


@dataclass(frozen=True, slots=True, order=True)
class Duty:
    """One work item of a route, reduced to the properties that determine its moves."""

    id: str
    permit: str
    kind: str
    after: tuple[str, ...] = ()
    blocks: bool = False
    opens_at_once: bool = True


@dataclass(frozen=True, slots=True)
class Walk:
    """The result of one walk: number of states, moves fired, dead ends and states that never finish."""

    states: int
    fired: frozenset[Fired]
    stuck: frozenset[str] = frozenset()
    undecidable: frozenset[str] = frozenset()
    ungrantable: frozenset[str] = frozenset()
    undoable: frozenset[str] = frozenset()


class Scene(NamedTuple):
    """The states of all duties and permits of a group; a done duty shows its verdict."""

    duties: tuple[str, ...]
    permits: tuple[str, ...]


class Case(NamedTuple):
    """The state of an application; its permits are interchangeable and only counted."""

    state: str
    notified: bool = False
    lacking: bool = False
    asked: bool = False
    awaited: bool = False
    listed: bool = False
    undecided: int = 0
    decided: int = 0
    served: bool = False


class Waits(NamedTuple):
    """What a duty waits for: earlier work or an agreement; and whether a blocking answer was a refusal."""

    work: bool
    agreement: bool
    refused: bool

    def facts(self, kind: str, state: str, *, is_pre_review: bool = False) -> WorkItemFacts:
        """Build the duty's facts for the engine, as the office would."""
        return replace(
            ITEM,
            kind=kind,
            is_pre_review=is_pre_review,
            is_unassigned=state == "open",
            is_assignee=state == "claimed",
            open_prerequisites=SOMETHING if self.work else NOBODY,
            open_co_approvals=SOMETHING if self.agreement else NOBODY,
            refused_co_approvals=SOMETHING if self.refused else NOBODY,
        )


Moves = Callable[[S], Iterable[tuple[Fired, S]]]


def reach(start: Iterable[S], moves: Moves[S]) -> dict[S, list[tuple[Fired, S]]]:
    """Follow every move from every start, breadth first.

    Raises:
        TooLarge: more states than MAX_STATES.
    """
    seen: dict[S, list[tuple[Fired, S]]] = {}
    waiting = deque(start)
    while waiting:
        state = waiting.popleft()
        if state in seen:
            continue
        if len(seen) >= MAX_STATES:
            raise TooLarge
        seen[state] = list(moves(state))
        waiting.extend(reached for _, reached in seen[state])
    return seen


def leading_to(graph: Mapping[S, list[tuple[Fired, S]]], goals: Collection[S], without: Fired) -> set[S]:
    """Return the states from which a goal can be reached without one of the moves."""
    back: dict[S, list[S]] = defaultdict(list)
    for state, moves in graph.items():
        for fired, reached in moves:
            if fired != without:
                back[reached].append(state)
    found, waiting = set(goals), deque(goals)
    while waiting:
        for earlier in back[waiting.popleft()]:
            if earlier not in found:
                found.add(earlier)
                waiting.append(earlier)
    return found


def walk_permits(duties: tuple[Duty, ...], permits: tuple[str, ...]) -> Walk:
    """Explore all states of permits that wait for each other's duties.

    Raises:
        TooLarge: the group has more states than MAX_STATES.
    """
    group = _Group(duties, permits)
    graph = reach([group.accepted()], group.moves)
    goals = [scene for scene in graph if not UNDECIDED.intersection(scene.permits)]
    ending = leading_to(graph, goals, ("permit", "withdraw"))
    seen_permits = {pair for scene in graph for pair in zip(permits, scene.permits, strict=True)}
    seen_duties = {pair for scene in graph for pair in zip(duties, scene.duties, strict=True)}
    return Walk(
        states=len(graph),
        fired=frozenset(fired for moves in graph.values() for fired, _ in moves) | group.fired,
        stuck=frozenset(
            key
            for scene in graph.keys() - ending
            for key, state in zip(permits, scene.permits, strict=True)
            if state in UNDECIDED
        ),
        undecidable=frozenset(k for k in permits if not {(k, "granted"), (k, "refused")} & seen_permits),
        ungrantable=frozenset(key for key in permits if (key, "granted") not in seen_permits),
        undoable=frozenset(d.id for d in duties if not {(d, "agreed"), (d, "refused")} & seen_duties),
    )


def walk_application(outcome: str, permits: int) -> Walk:
    """Explore all states of an application whose route has this outcome and number of permits.

    Raises:
        TooLarge: it has more states than MAX_STATES; not for realistic numbers of permits.
    """
    final = lifecycle("application").final

    def moves(case: Case) -> Iterator[tuple[Fired, Case]]:
        yield from _case_moves(case, outcome, permits)

    graph = reach([Case(lifecycle("application").initial)], moves)
    goals = [case for case in graph if case.state in final]
    ending = leading_to(graph, goals, ("application", "withdraw"))
    fired = {fired for found in graph.values() for fired, _ in found}
    if ("application", "accept") in fired:  # the action closes the counter's own item
        move("work_item", "open", "finish", roles=SYSTEM, facts=FREE)
        fired.add(("work_item", "finish"))
        for kind, action in AFTER_THE_DECISION.items():
            move("work_item", "open", action, roles=frozenset({"clerk"}), facts=replace(FREE, kind=kind))
            fired.add(("work_item", action))
    return Walk(
        states=len(graph),
        fired=frozenset(fired),
        stuck=frozenset(case.state for case in graph.keys() - ending),
    )


class _Group:
    """The permits of one group with their duties, and the moves of their scenes."""

    def __init__(self, duties: tuple[Duty, ...], permits: tuple[str, ...]) -> None:
        self.duties, self.permits = duties, permits
        self.place = {duty.id: number for number, duty in enumerate(duties)}
        self.pre_reviews = {
            key for duty in duties if ":government:" in duty.id for key in duty.after if key.endswith(":opinion")
        }
        self.fired: set[Fired] = self._forwarded()

    def accepted(self) -> Scene:
        """Return the scene right after acceptance."""
        started = self._system("permit", "waiting", "start_review")
        marks = tuple(
            self._system("work_item", "waiting", "open") if duty.opens_at_once else "waiting" for duty in self.duties
        )
        return self._with_opened(Scene(marks, (started,) * len(self.permits)))

    def moves(self, scene: Scene) -> Iterator[tuple[Fired, Scene]]:
        """Yield every move of a person in a scene, with its immediate consequences."""
        for number, duty in enumerate(self.duties):
            moves = _duty_moves(duty.kind, scene.duties[number], self._waits(duty, scene), duty.id in self.pre_reviews)
            for action, reached in moves:
                mark = MARKS.get(action, reached)
                yield ("work_item", action), self._followed(scene, number, mark)
        for key, state in zip(self.permits, scene.permits, strict=True):
            if state == "under_review":
                self._pause(state)
                gone = self._settled(scene, key, self._system("permit", state, "withdraw"))
                yield ("permit", "withdraw"), self._with_opened(gone)

    def _pause(self, state: str) -> None:
        """Stop a permit's clock and resume it; all states return, so no scene is added."""
        clerk = frozenset({"clerk"})
        stopped = move("permit", state, "stop_clock", roles=clerk, facts=PERMIT)
        if move("permit", stopped, "resume_clock", roles=clerk, facts=PERMIT) == state:
            self.fired |= {("permit", "stop_clock"), ("permit", "resume_clock")}
        self._system("permit", stopped, "deem_renewed")
        for mark, back, facts in (("open", "resume", FREE), ("claimed", "resume_claimed", ITEM)):
            if self._system("work_item", self._system("work_item", mark, "suspend"), back, facts) != mark:
                self.fired.discard(("work_item", back))

    @staticmethod
    def _forwarded() -> set[Fired]:
        """Forward a pre-review, register a notification: in a bundle without them these moves are unused, not dead."""
        facts = replace(FREE, is_pre_review=True)
        move("work_item", "open", "forward", roles=frozenset({"clerk"}), facts=facts)
        move("permit", "waiting", "register", roles=SYSTEM, facts=PERMIT)
        return {("work_item", "forward"), ("permit", "register")}

    def _waits(self, duty: Duty, scene: Scene) -> Waits:
        places = [self.place[key] for key in duty.after if key in self.place]
        known = [(self.duties[place], scene.duties[place]) for place in places]
        unanswered = [other.kind for other, mark in known if mark not in SETTLED]
        is_absent = len(known) < len(duty.after)
        return Waits(
            work=is_absent or any(kind != "co_approval" for kind in unanswered),
            agreement="co_approval" in unanswered,
            refused=any(mark == "refused" and (other.blocks or other.kind == "co_approval") for other, mark in known),
        )

    def _followed(self, scene: Scene, number: int, mark: str) -> Scene:
        duty = self.duties[number]
        changed = scene._replace(duties=(*scene.duties[:number], mark, *scene.duties[number + 1 :]))
        if duty.kind == "decision" and mark in SETTLED:
            changed = self._decided(changed, duty, mark)
        return self._with_opened(changed)

    def _decided(self, scene: Scene, duty: Duty, mark: str) -> Scene:
        state = scene.permits[self.permits.index(duty.permit)]
        if state != "under_review":
            return scene
        facts = PermitFacts.decided_on(self._waits(duty, scene).facts(duty.kind, state), clock_running=True)
        return self._settled(scene, duty.permit, self._system("permit", state, ACTS[mark], facts))

    def _settled(self, scene: Scene, permit: str, state: str) -> Scene:
        """End a permit and cancel its open duties."""
        marks = tuple(
            self._system("work_item", mark, "cancel") if duty.permit == permit and mark not in SETTLED else mark
            for duty, mark in zip(self.duties, scene.duties, strict=True)
        )
        states = tuple(state if key == permit else old for key, old in zip(self.permits, scene.permits, strict=True))
        return Scene(marks, states)

    def _with_opened(self, scene: Scene) -> Scene:
        done = {duty.id for duty, mark in zip(self.duties, scene.duties, strict=True) if mark in SETTLED}
        marks = tuple(
            self._system("work_item", mark, "open") if mark == "waiting" and done.issuperset(duty.after) else mark
            for duty, mark in zip(self.duties, scene.duties, strict=True)
        )
        return scene._replace(duties=marks)

    def _system(self, name: str, state: str, action: str, facts: Facts | None = None) -> str:
        self.fired.add((name, action))
        return _moved(name, state, action, facts or ASSUMED[name])


@cache
def _moved(name: str, state: str, action: str, facts: Facts) -> str:
    return move(name, state, action, roles=SYSTEM, facts=facts)


@cache
def _duty_moves(kind: str, state: str, waits: Waits, is_pre_review: bool) -> tuple[tuple[str, str], ...]:
    facts = waits.facts(kind, state, is_pre_review=is_pre_review)
    offers = available_actions("work_item", state, PEOPLE, facts)
    if kind in CLOSED_BY_ACTS:
        offers += [offer for offer in available_actions("work_item", state, SYSTEM, facts) if offer.name == "finish"]
    return tuple((offer.name, offer.to) for offer in offers if offer.ready)


def _case_moves(case: Case, outcome: str, permits: int) -> Iterator[tuple[Fired, Case]]:
    facts = _case_facts(case, outcome)
    for action in lifecycle("application").actions_from(case.state):
        try:
            reached = move("application", case.state, action.name, roles=action.roles, facts=facts)
        except GuardsUnmet:
            continue
        for after in _case_after(case._replace(state=reached), action.name, permits):
            yield ("application", action.name), after
    if case.state == "received" and case.awaited:
        yield from _lists_filed(case)
    if case.state == "in_review" and case.undecided:
        yield ("permit", "decided"), case._replace(undecided=case.undecided - 1, decided=case.decided + 1)
        if case.undecided + case.decided > 1:
            yield ("permit", "withdraw"), case._replace(undecided=case.undecided - 1)


def _lists_filed(case: Case) -> Iterator[tuple[Fired, Case]]:
    """Yield the last department's filing: no deficiencies, or a list."""
    move("work_item", "open", "file_deficiency", roles=frozenset({"clerk"}), facts=replace(FREE, kind="intake"))
    for listed in (False, True):
        yield ("work_item", "file_deficiency"), case._replace(awaited=False, listed=listed)


def _case_facts(case: Case, outcome: str) -> ApplicationFacts:
    return replace(
        CASE,
        outcome=outcome,
        is_circulated=case.asked,
        awaited_lists=SOMETHING if case.awaited else NOBODY,
        unsent_lists=SOMETHING if case.listed else NOBODY,
        missing_materials=SOMETHING if case.lacking else NOBODY,
        open_deficiencies=SOMETHING if case.lacking and case.notified else NOBODY,
        notified=case.notified,
        undecided_permits=SOMETHING if case.undecided else NOBODY,
        live_permits=SOMETHING if case.undecided + case.decided else NOBODY,
        undelivered_permits=SOMETHING if case.decided and not case.served else NOBODY,
    )


def _case_after(case: Case, action: str, permits: int) -> Iterator[Case]:
    """Yield the cases after an action: materials complete or not, permits under review, decisions served."""
    if action in {"submit", "supplement"}:
        for lacking in (False, True):
            yield case._replace(lacking=lacking)
    elif action == "circulate":
        yield case._replace(asked=True, awaited=True)
    elif action in {"notify_deficiencies", "reflag"}:
        yield case._replace(notified=True, lacking=True, listed=False)
    elif action in {"accept", "deem_accepted"}:
        yield case._replace(undecided=permits, lacking=False, awaited=False, listed=False)
    elif action in {"withdraw", "deem_withdrawn"}:
        yield case._replace(undecided=0)
    else:
        yield case._replace(served=case.served or action in {"deliver", "receive"})


def combinations_of(groups: Iterable[Walk], application: Walk) -> int:
    """Count the states of a whole case, in whose review the groups of permits move independently."""
    together = 1
    for walk in groups:
        together *= walk.states
    return application.states + together
