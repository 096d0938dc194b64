"""Random lives of applications through the services, each compared with the model after every step."""

import random
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from bench.model import law
from bench.model.days import FIRST, add, count
from bench.model.desk import Desk
from bench.model.law import P1, P3, P4, Duty, Permit
from bench.model.wishes import wished
from permits.models import LegalClock, Licence, WorkItem
from permits.models import Permit as PermitRow
from permits.office import Office
from permits.services.closing import delivery, dependencies, withdrawals
from permits.services.deciding import work_items
from permits.services.deciding.work_items import Verdict
from permits.services.filing import applications
from permits.services.intake import acceptance, deficiencies
from permits.services.intake.deficiencies import DeficiencyItem
from permits.services.procedures import extensions, stops
from workflows import SHANGHAI, WorkflowError, local_day

LATEST_START = date(2025, 9, 30)
# remedies run for six months more, within the years of the notices
LAST_DAY = date(2026, 5, 31)
NO_TREE = {"kind": "no_tree_touched", "text": "不得触及树木。"}
REASON = {"reason_code": "conditions_not_met", "law": "《城市道路管理条例》第三十条"}
REVIEW = stops.Stop("expert_review", "依地方规定，六十株行道树移植须经专家评审。", 10)
PEOPLE = {"planning": "planning", "police": "police", "roads": "roads", "greening": "greening"}
HEADS = {"roads": "roads-head", "greening": "greening-head"}


class Life(Desk):
    """One application from its draft to its delivery, in the office and in the model."""

    def __init__(self, engine: Engine, office: Office, seed: int) -> None:
        """Begin on a random day."""
        dice = random.Random(seed)
        first = FIRST + timedelta(days=370)
        day = first + timedelta(days=dice.randrange((LATEST_START - first).days))
        super().__init__(engine, office, datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI))
        self.dice = dice
        self.answers = wished(dice, day)
        self.permits: dict[str, Permit] = {}
        self.accepted_on = self.submitted_on = day
        self.is_deemed = self.is_cap_extended = False

    def live(self) -> None:
        """Live the whole life."""
        self._submit()
        if not self._intake():
            return
        for _ in range(200):
            if law.outcome(self.permits.values()) is not None or self.today > LAST_DAY:
                break
            self._step()
            self._compare()
        self._end()

    def _submit(self) -> None:
        form = applications.DraftForm(
            bundle="road-access",
            applicant={"kind": "company", "name": "通江建设工程有限公司", "uscc": "91320699YYDEM0016R"},
            agent={"name": "陈建", "phone": "13800000000", "resident_id": "320699190001010016"},
            project={"name": "通江智造产业园一期", "type": "private"},
            site={"road": "模型路", "address": "18号"},
            answers=self.answers,
        )
        self.id = int(self._act("contractor", applications.create_draft, form))
        codes = self._papers()
        self._hand_in(*codes)
        self._act("contractor", applications.submit, self.id)
        self._counter_waits(self.today)

    def _counter_waits(self, received_on: date) -> None:
        """The check ends after five working days; the counter aims at one, which is short from its first day."""
        app, item = self._row(), self._rows(WorkItem, kind="intake")[-1]
        due_on = add(received_on, law.INTAKE)
        self._same("intake", (app.due_on, app.yellow_on), (due_on, law.yellow(received_on, due_on, law.INTAKE)))
        self._same("counter", (item.due_on, item.yellow_on), (add(received_on, 1), received_on))
        self.submitted_on = received_on

    # the check of the counter

    def _intake(self) -> bool:
        way = self.dice.choice(("accept", "accept", "silence", "notify"))
        if way == "notify" and not self._supplemented():
            return False
        return self._silence() if way == "silence" else self._accept()

    def _accept(self) -> bool:
        self._pass(self.dice.randrange(0, 3), self.dice.randrange(0, 6))
        self._act("window", acceptance.accept, self.id)
        self._begin(self.today, self.today)
        return True

    def _silence(self) -> bool:
        due_on = add(self.submitted_on, law.INTAKE)
        self._until(datetime(due_on.year, due_on.month, due_on.day, 23, 59, tzinfo=SHANGHAI))
        self._same("waits", self._row().state, "received")
        self._until(self.now + timedelta(minutes=1))
        self.is_deemed = True
        self._begin(self.submitted_on, self.today)
        return True

    def _supplemented(self) -> bool:
        """Send the one notice; half of them are not answered and lapse."""
        self._pass(self.dice.randrange(0, 3), 2)
        notice = [DeficiencyItem(code="missing", reason="缺少该材料。", remedy="请补交。", material="M01")]
        self._act("window", deficiencies.notify_deficiencies, self.id, notice)
        self._refused("window", deficiencies.notify_deficiencies, self.id, notice)
        due_on = add(self.today, law.SUPPLEMENT)
        self._same("supplement", (self._row().state, self._row().due_on), ("supplement", due_on))
        if self.dice.random() < 0.5:
            self._until(datetime(due_on.year, due_on.month, due_on.day, 23, 59, tzinfo=SHANGHAI))
            self._same("in time", self._row().state, "supplement")
            self._until(self.now + timedelta(minutes=1))
            self._same("lapse", (self._row().state, self._row().outcome), ("lapsed", "lapsed"))
            return False
        self._pass(self.dice.randrange(0, 8))
        self._hand_in("M01")
        self._act("contractor", deficiencies.supplement, self.id)
        self._counter_waits(self.today)
        return True

    def _begin(self, accepted_on: date, opened_on: date) -> None:
        self.accepted_on = accepted_on
        self.permits = law.permits_of(self.answers, accepted_on)
        for duty in self._duties():
            duty.opened_on = None if duty.waits else opened_on
        row = self._row()
        self._same("accepted", (row.state, local_day(row.accepted_at)), ("in_review", accepted_on))
        found = {(one.permit, one.department, one.kind) for one in self._rows(WorkItem) if one.permit}
        self._same("duties", found, {duty.key for duty in self._duties()})
        self._compare()

    # the review

    def _duties(self) -> list[Duty]:
        return [duty for permit in self.permits.values() for duty in permit.duties]

    def _step(self) -> None:
        self._pass(self.dice.choice((0, 0, 1, 1, 2, 4)), self.dice.randrange(0, 9))
        steps = [
            self._answer,
            self._answer,
            self._answer,
            self._answer,
            self._stop,
            self._extend,
            self._withdraw,
            self._cap,
        ]
        self.dice.choice(steps)()

    def _is_stopped(self, permit: Permit) -> bool:
        return bool(permit.stops) and permit.stops[-1][1] is None

    def _answer(self) -> None:
        """Let a department answer; the decision comes last."""
        waiting = [permit for permit in self.permits.values() if permit.is_open and not self._is_stopped(permit)]
        if not waiting:
            return
        permit = self.dice.choice(waiting)
        others = [one for one in permit.duties if one.kind != "decision" and one.opened_on and not one.answered]
        (decision,) = [one for one in permit.duties if one.kind == "decision"]
        bound = [one for one in permit.duties if one.binds and not one.answered]
        if bound and decision.opened_on:
            self._refused(PEOPLE[decision.department], work_items.approve, self._item(decision).id, Verdict("同意。"))
        if others and (bound or self.dice.random() < 0.7):
            self._opine(permit, self.dice.choice(others))
        elif not bound and decision.opened_on:
            self._decide(permit, decision)

    def _opine(self, permit: Permit, duty: Duty) -> None:
        is_no = self.dice.random() < 0.08 and duty.kind != "government" and not self._reviews(duty)
        verdict = Verdict("不同意。", **REASON) if is_no else Verdict("同意。")
        service = work_items.refuse if is_no else work_items.approve
        if self._reviews(duty):
            service = work_items.forward
        self._act(PEOPLE.get(duty.department, duty.department), service, self._item(duty).id, verdict)
        duty.answered = "refused" if is_no else "approved"
        self._net(duty)
        for next_ in permit.duties:
            before = [one for one in permit.duties if one.binds and one.kind != next_.kind]
            wants = [one for one in before if self._reviews(one)] if next_.kind == "government" else before
            if next_.waits and not next_.opened_on and wants and all(one.answered for one in wants):
                next_.opened_on = self.today

    def _reviews(self, duty: Duty) -> bool:
        return duty.kind == "opinion" and duty.limit == law.GOVERNMENT

    def _net(self, duty: Duty) -> None:
        assert duty.opened_on is not None
        spans = self.permits[duty.permit].stops
        self._same("net", self._item(duty).net_working_days, law.used(duty.opened_on, self.today, spans))

    def _decide(self, permit: Permit, duty: Duty) -> None:
        must_refuse = any(one.binds and one.answered == "refused" for one in permit.duties)
        is_no = must_refuse or (permit.key != P4 and self.dice.random() < 0.15)
        who, item = PEOPLE[duty.department], self._item(duty).id
        if must_refuse:
            self._refused(who, work_items.approve, item, Verdict("同意。"))
        more: dict[str, Any] = {"conditions": [NO_TREE]} if P4 in self.permits and permit.key in {P1, P3} else {}
        verdict = Verdict("不予许可。", **REASON) if is_no else Verdict("准予。", **more)
        try:
            self._act(who, work_items.refuse if is_no else work_items.approve, item, verdict)
        except WorkflowError:
            if permit.key == P4 and self.today <= add(max(self.accepted_on, duty.opened_on or self.today), 3):
                return  # the public notice of the trees still runs
            raise
        permit.decision, permit.decided_on = ("refused" if is_no else "granted"), self.today
        self._net(duty)
        if is_no and permit.key == P1 and (others := [one.key for one in self.permits.values() if one.is_open]):
            self._act("contractor", dependencies.answer_moot, self.id, go_on=others)

    def _stop(self) -> None:
        permit = self.permits.get(P4)
        if permit is None or not permit.is_open or self.answers["trees"][0]["count"] < 50:
            return
        if self._is_stopped(permit):
            self._act("greening", stops.resume_clock, self.id, P4)
            permit.stops[-1] = permit.stops[-1][0], self.today
        elif not permit.stops:
            self._act("greening", stops.stop_clock, self.id, P4, REVIEW)
            permit.stops.append((self.today, None))

    def _extend(self) -> None:
        permit = self.dice.choice(list(self.permits.values()))
        if self._is_stopped(permit):
            return
        who = HEADS[law.DECIDERS[permit.key]]
        if not permit.is_open or permit.extended or self.today > self._statutory(permit):
            self._refused(who, extensions.extend_permit, self.id, permit.key, reason="案情复杂。")
        elif self.dice.random() < 0.3:
            self._act(who, extensions.extend_permit, self.id, permit.key, reason="案情复杂。")
            permit.extended = True

    def _joint(self) -> date:
        limit = law.JOINT + (law.JOINT_MORE if self.is_cap_extended else 0)
        return law.due(self.accepted_on, limit, law.union(list(self.permits.values())))

    def _cap(self) -> None:
        """Let the government extend the joint cap, once and before it has passed; nobody else may."""
        self._refused("lead", extensions.extend_joint, self.id, reason="案情复杂。")
        if any(self._is_stopped(permit) for permit in self.permits.values()):
            return
        if self.is_cap_extended or self.today > self._joint():
            self._refused("government", extensions.extend_joint, self.id, reason="案情复杂。")
        elif self.dice.random() < 0.3:
            self._act("government", extensions.extend_joint, self.id, reason="案情复杂。")
            self.is_cap_extended = True

    def _withdraw(self) -> None:
        known = [one for one in self.permits.values() if one.is_open]
        if not known or self.dice.random() < 0.8:
            return
        permit = self.dice.choice(known)
        self._act("contractor", withdrawals.withdraw, self.id, reason="不再需要。", permits=[permit.key])
        permit.is_withdrawn = True
        if self._is_stopped(permit):
            permit.stops[-1] = permit.stops[-1][0], self.today

    # the comparison

    def _committed(self, permit: Permit) -> date:
        return law.due(self.accepted_on, permit.committed, permit.stops)

    def _statutory(self, permit: Permit) -> date:
        return law.due(self.accepted_on, permit.statutory + (10 if permit.extended else 0), permit.stops)

    def _compare(self) -> None:
        known = {row.key: row for row in self._rows(PermitRow)}
        self._same("permits", set(known), set(self.permits))
        live = [permit for permit in self.permits.values() if not permit.is_withdrawn]
        for permit in live:
            if permit.is_open and not self._is_stopped(permit):
                row = known[permit.key]
                days = self._committed(permit), self._statutory(permit)
                self._same("due", (row.committed_due_on, row.statutory_due_on), days)
                self._compare_duties(permit)
        is_over = law.outcome(self.permits.values()) is not None
        if is_over or any(self._is_stopped(permit) for permit in self.permits.values()):
            return
        app = self._row()
        self._same("case", app.committed_due_on, max(self._committed(permit) for permit in live))
        self._same("case by law", app.statutory_due_on, max(self._statutory(permit) for permit in live))
        self._same("joint", app.joint_cap_on, self._joint())
        limit = law.JOINT + (law.JOINT_MORE if self.is_cap_extended else 0)
        for row in self._rows(LegalClock, scope="application", key="joint"):
            self._same("joint yellow", row.yellow_on, law.yellow(self.accepted_on, self._joint(), limit))

    def _compare_duties(self, permit: Permit) -> None:
        for duty in permit.duties:
            if duty.opened_on is None or duty.answered:
                continue
            item, limit = self._item(duty), duty.limit
            due_on, promised_on = law.due(duty.opened_on, limit, permit.stops), self._committed(permit)
            if self.is_deemed and duty.opened_on < promised_on < due_on:
                due_on, limit = promised_on, count(duty.opened_on, promised_on)
            self._same("duty due", (duty.key, item.due_on), (duty.key, due_on))
            self._same("duty yellow", (duty.key, item.yellow_on), (duty.key, law.yellow(duty.opened_on, due_on, limit)))

    # the end

    def _end(self) -> None:
        app, found = self._row(), law.outcome(self.permits.values())
        if found is None:
            return
        self._same("outcome", app.outcome, found)
        if not any(permit.decision for permit in self.permits.values()):
            return
        if app.state == "decided":
            spans = law.union(list(self.permits.values()))
            self._same("case net", app.net_working_days, law.used(self.accepted_on, self.today, spans))
        self._same("delivery", app.due_on, law.delivered_by(self.today))
        for permit in self.permits.values():
            if permit.decision == "granted" and permit.decided_on:
                (licence,) = self._rows(Licence, permit=permit.key)
                term = law.term(permit.key, self.answers, permit.decided_on)
                self._same("term", (permit.key, licence.valid_from, licence.valid_to), (permit.key, *term))
        self._serve()

    def _serve(self) -> None:
        decided = [key for key, permit in self.permits.items() if permit.decision]
        for row in self._rows(PermitRow):
            if row.key in decided:
                self._same("unserved", row.remedies["served_on"], None)
        self._pass(self.dice.randrange(0, 12))
        if self.is_deemed or self.dice.random() < 0.5:
            self._act("window", delivery.deliver, self.id, recipient="陈建")
        else:
            self._act("contractor", delivery.receive, self.id)
        self._refused("window", delivery.deliver, self.id)
        for row in self._rows(PermitRow):
            if row.key in decided:
                self._same("remedies", row.remedies, law.remedies(self.today))
