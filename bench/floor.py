"""Hand-written SQL baseline: the same case life, statement by statement, writing the same rows as the product.

Row contents beyond the state (notices, texts, due days) are copied from one life of the product; states, numbers, the
event chain and the indispensable checks are computed in every action.
"""

import hashlib
import json
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from bench.office import AT, DEPARTMENTS, OPINION
from permits.documents.numbering import case_number
from permits.seeds.office import demo_area

GENESIS = "0" * 64
AREA = "320699"
TODAY = AT.date()
PREFIXES = {row.key: row.document_prefix for row in demo_area().departments}
TABLES = ("permit", "work_item", "legal_clock", "timer", "event", "notice", "outbox", "licence")
LOCK = "select {} from application where id = %s and area = %s for update"
LOCK_BY_ITEM = (
    "select id, state, event_seq, event_hash, owner_id, company_id, version, bundle, number, has_started, status_code,"
    " accepted_at from application where id = (select application_id from work_item where id = %s) and area = %s"
    " for update"
)
ITEMS = (
    "select id, permit, department, kind, state, version, assignee_id, after from work_item where application_id = %s"
)
PERMITS = "select id, key, suffix, state, version, department, decision from permit where application_id = %s"
FORM = "select applicant, agent, project, site, answers, route from application where id = %s"
CLOCKS = (
    "select c.scope, c.key, c.started_on, c.limit_working_days, e.kind, e.from_on, e.to_on from legal_clock c left join"
    " clock_entry e on e.application_id = c.application_id and e.scope = c.scope and e.key = c.key"
    " where c.application_id = %s"
)
PAPERS = "select code, max(version) from material where application_id = %s group by code"
NEXT = (
    "insert into counter (area, series, last) values (%s, %s, 1)"
    " on conflict (area, series) do update set last = counter.last + 1 returning last"
)
INSERT_APPLICATION = (
    "insert into application (area, bundle, bundle_version, state, version, title, language, owner_id, company_id,"
    " applicant, agent, project, site, answers, created_at, deemed_accepted, is_provisional, has_started, event_seq,"
    " event_hash) values (%s, %s, %s, 'draft', 1, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, false, false, false, 0, %s)"
    " returning id"
)
EVENT = "insert into event (application_id, seq, area, type, actor, actor_kind, at, payload, prev_hash, hash) values {}"
CANCEL_TIMERS = (
    "update timer set state = 'cancelled' where application_id = %s and scope = %s and clock = any(%s)"
    " and state = 'armed'"
)
END_CLOCKS = (
    "update legal_clock set ended_on = %s where application_id = %s and scope = %s and key = any(%s)"
    " and ended_on is null"
)
CLOSE_ITEM = (
    "update work_item set state = 'done', version = version + 1, verdict = %s, opinion = %s, done_at = %s,"
    " done_on = %s, assignee_id = %s, claimed_at = %s, net_working_days = 0, conditions = null,"
    " narrower = null, reason_code = null, law = null where id = %s"
)
COPIED = {
    "permit": ("area", "key", "suffix", "department", "required_because", "law", "is_moot"),
    "legal_clock": (
        "area", "scope", "key", "generation", "limit_working_days", "basis_law", "started_on", "due_on", "yellow_on",
        "is_provisional",
    ),
    "timer": ("area", "scope", "clock", "rung", "fire_at", "ahead"),
    "work_item": (
        "area", "permit", "department", "kind", "round", "blocks", "after", "limit_working_days", "opened_at", "due_on",
        "yellow_on",
    ),
    "notice": ("area", "kind", "permit", "number", "language", "event_seq", "issued_at", "served_at", "facts"),
    "outbox": ("area", "job", "args", "state", "created_at", "available_at", "attempts"),
    "licence": (
        "area", "permit", "document_number", "state", "reinstatement", "version", "holder", "title", "department",
        "scope", "conditions", "valid_from", "valid_to", "issued_at", "code",
    ),
}  # fmt: skip


class Template:
    """The rows of one life of the product, copied where the baseline computes nothing."""

    def __init__(self, url: str, application_id: int) -> None:
        with psycopg.connect(url, row_factory=dict_row) as conn:
            self.application = self._rows(conn, "application", "id", application_id)[0]
            self.rows = {
                name: self._rows(conn, name, "application_id", application_id) for name in TABLES if name != "outbox"
            }
            self.rows["outbox"] = [
                row
                for row in conn.execute("select * from outbox order by id").fetchall()
                if row["args"].get("application_id") == application_id
            ]

    @staticmethod
    def _rows(conn: psycopg.Connection[Any], table: str, column: str, value: int) -> list[dict[str, Any]]:
        order = "seq" if table == "event" else "id"
        found = conn.execute(
            f"select * from {table} where {column} = %s order by {order}".encode(), (value,)
        ).fetchall()
        return [{name: Jsonb(v) if isinstance(v, dict | list) else v for name, v in row.items()} for row in found]


class Floor:
    """The eleven actions, as an application without any layer would send them."""

    def __init__(self, url: str, template: Template) -> None:
        self.conn = psycopg.connect(url, autocommit=True, prepare_threshold=1)
        self.x = self.conn.cursor()
        self.t = template
        self.users = dict(self.x.execute("select username, id from user_account").fetchall())

    def close(self) -> None:
        self.conn.close()

    def flush_counts(self) -> None:
        self.x.execute("select pg_stat_force_next_flush()")

    def copy(self, table: str, rows: list[dict[str, Any]], **own: list[Any]) -> None:
        """Insert rows in one statement: the template's columns, with a list of values for each overridden column."""
        names = COPIED[table]
        one = f"({', '.join(['%s'] * (len(names) + len(own)))})"
        sql = f"insert into {table} ({', '.join((*names, *own))}) values {', '.join([one] * len(rows))}"
        values = [
            v for n, row in enumerate(rows) for v in (*(row[name] for name in names), *(c[n] for c in own.values()))
        ]
        self.x.execute(sql.encode(), values)

    def events(self, case: int, seq: int, head: str, *rows: dict[str, Any]) -> tuple[int, str]:
        """Append events to the chain; returns its new head."""
        values: list[Any] = []
        for row in rows:
            seq += 1
            body = {
                "application": case, "seq": seq, "type": row["type"], "actor": row["actor"],
                "actor_kind": row["actor_kind"], "on_behalf_of": None, "at": AT.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
                "payload": row["payload"].obj,
            }  # fmt: skip
            text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            linked = hashlib.sha256((head + text).encode()).hexdigest()
            values += (case, seq, AREA, row["type"], row["actor"], row["actor_kind"], AT, row["payload"], head, linked)
            head = linked
        self.x.execute(EVENT.format(", ".join([f"({', '.join(['%s'] * 10)})"] * len(rows))).encode(), values)
        return seq, head

    def issue(self, case: int, seqs: range) -> None:
        """Write the notices of some events and enqueue their jobs."""
        notices = [row for row in self.t.rows["notice"] if row["event_seq"] in seqs]
        jobs = [row for row in self.t.rows["outbox"] if row["args"]["event_seq"] in seqs]
        if notices:
            self.copy("notice", notices, application_id=[case] * len(notices))
        args = [{**row["args"], "application_id": case} for row in jobs]
        dedupes = ["-".join(map(str, (row["job"], case, *row["args"].values()))) for row in jobs]
        self.copy_jobs(jobs, args, dedupes)

    def copy_jobs(self, jobs: list[dict[str, Any]], args: list[dict[str, Any]], dedupes: list[str]) -> None:
        self.copy("outbox", [{**row, "args": Jsonb(a)} for row, a in zip(jobs, args, strict=True)], dedupe=dedupes)

    def arm(self, case: int, scopes: tuple[str, ...]) -> None:
        rows = [row for row in self.t.rows["timer"] if (row["scope"], row["clock"]) in _pairs(scopes)]
        self.copy("timer", rows, application_id=[case] * len(rows), state=["armed"] * len(rows))

    def clocks(self, case: int, wanted: tuple[str, ...]) -> None:
        rows = [row for row in self.t.rows["legal_clock"] if row["key"] in wanted]
        self.copy("legal_clock", rows, application_id=[case] * len(rows))

    def items(self, case: int, kind: str) -> None:
        rows = [row for row in self.t.rows["work_item"] if row["kind"] == kind]
        self.copy(
            "work_item", rows, application_id=[case] * len(rows), state=["open"] * len(rows), version=[1] * len(rows)
        )

    def submit(self) -> int:
        x, a, events = self.x, self.t.application, self.t.rows["event"]
        with self.conn.transaction():
            x.execute("select opened_on, overhauled_on from road where area = %s and (name_zh = %s or name_en = %s)",
                      (AREA, a["site"].obj["road"], a["site"].obj["road"])).fetchone()  # fmt: skip
            case = self._insert_application(a)
            seq, head = self.events(case, 0, GENESIS, events[0])
            x.execute("update application set event_seq = %s, event_hash = %s where id = %s", (seq, head, case))
            x.execute(PAPERS, (case,)).fetchall()
            number = case_number(AREA, TODAY, self._one(NEXT, (AREA, f"case-{TODAY:%Y%m%d}"))[0])
            rows = self.t.rows["permit"]
            self.copy("permit", rows, application_id=[case] * 4, state=["waiting"] * 4, version=[1] * 4)
            self.clocks(case, ("intake",))
            self.arm(case, ("application/intake", "item:intake/work_item"))
            self.items(case, "intake")
            seq, head = self.events(case, seq, head, events[1])
            self.issue(case, range(2, 3))
            x.execute(
                "update application set state = 'received', version = version + 1, number = %s, status_code = 1,"
                " submitted_at = %s, title = %s, route = %s, received_at = %s, due_on = %s, yellow_on = %s,"
                " is_provisional = %s, event_seq = %s, event_hash = %s where id = %s",
                (number, AT, a["title"], a["route"], AT, TODAY, TODAY, False, seq, head, case),
            )
        return case

    def _insert_application(self, a: dict[str, Any]) -> int:
        values = (AREA, a["bundle"], a["bundle_version"], a["title"], a["language"], a["owner_id"], a["company_id"],
                  a["applicant"], a["agent"], a["project"], a["site"], a["answers"], AT, GENESIS)  # fmt: skip
        found = self.x.execute(INSERT_APPLICATION, values).fetchone()
        assert found
        return int(found[0])

    def accept(self, case: int) -> dict[str, int]:
        x, a = self.x, self.t.application
        with self.conn.transaction():
            columns = "state, event_seq, event_hash, version, owner_id, company_id, received_at"
            state, seq, head, *_ = self._one(LOCK.format(columns), (case, AREA))
            form = self._one(FORM, (case,))
            assert (state, form[5]["outcome"]) == ("received", "proceed")
            intake = next(
                row for row in x.execute(ITEMS, (case,)).fetchall() if row[3] == "intake" and row[4] == "open"
            )
            assert len(x.execute(PERMITS, (case,)).fetchall()) == len(DEPARTMENTS)
            assert not x.execute(PAPERS, (case,)).fetchall()
            self._close(case, intake[0], "intake", None)
            x.execute(END_CLOCKS, (TODAY, case, "application", ["intake"]))
            x.execute(CANCEL_TIMERS, (case, "application", ["intake"]))
            x.execute(
                "update permit set state = 'under_review', version = version + 1, committed_due_on = %s,"
                " statutory_due_on = %s where application_id = %s and state = 'waiting'",
                (a["committed_due_on"], a["statutory_due_on"], case),
            )
            self.clocks(case, ("committed", "statutory", "joint"))
            self.arm(case, ("*/statutory", "application/committed", "application/joint", "item:*/work_item"))
            self.items(case, "decision")
            seq, head = self.events(case, seq, head, self.t.rows["event"][2])
            self.issue(case, range(3, 4))
            x.execute(
                "update application set state = 'in_review', version = version + 1, required = %s, status_code = 3,"
                " committed_due_on = %s, statutory_due_on = %s, joint_cap_on = %s, due_on = %s, yellow_on = %s,"
                " accepted_at = %s, event_seq = %s, event_hash = %s where id = %s",
                (a["required"], a["committed_due_on"], a["statutory_due_on"], a["joint_cap_on"], a["committed_due_on"],
                 a["committed_due_on"], AT, seq, head, case),
            )  # fmt: skip
            rows = x.execute(ITEMS, (case,)).fetchall()
        return {row[2]: row[0] for row in rows if row[3] == "decision"}

    def _one(self, sql: str, values: tuple[Any, ...]) -> Any:
        found = self.x.execute(sql.encode(), values).fetchone()
        assert found
        return found

    def _close(self, case: int, item: int, scope: str, verdict: str | None, department: str = "window") -> None:
        opinion = OPINION if verdict else None
        self.x.execute(CLOSE_ITEM, (verdict, opinion, AT, TODAY, self.users[department], AT, item))
        self.x.execute(CANCEL_TIMERS, (case, f"item:{scope}", ["work_item"]))

    def claim(self, item_id: int, department: str) -> None:
        x, me = self.x, self.users[department]
        with self.conn.transaction():
            case, state, seq, head, *_ = self._one(LOCK_BY_ITEM, (item_id, AREA))
            item = next(row for row in x.execute(ITEMS, (case,)).fetchall() if row[0] == item_id)
            assert (state, item[4], item[2]) == ("in_review", "open", department)
            x.execute(
                "update work_item set state = 'claimed', version = version + 1, assignee_id = %s, claimed_at = %s"
                " where id = %s",
                (me, AT, item_id),
            )
            seq, head = self.events(case, seq, head, self.t.rows["event"][3 + DEPARTMENTS.index(department)])
            x.execute(
                "update application set event_seq = %s, event_hash = %s, status_code = 8, has_started = true"
                " where id = %s",
                (seq, head, case),
            )

    def approve(self, item_id: int, department: str) -> None:
        x, me, t = self.x, self.users[department], self.t
        place = DEPARTMENTS.index(department)
        with self.conn.transaction():
            case, state, seq, head, *rest = self._one(LOCK_BY_ITEM, (item_id, AREA))
            item = next(row for row in x.execute(ITEMS, (case,)).fetchall() if row[0] == item_id)
            assert (state, item[4], item[6]) == ("in_review", "claimed", me)
            permits = x.execute(PERMITS, (case,)).fetchall()
            permit = next(row for row in permits if row[1] == item[1])
            assert permit[3] == "under_review"
            assert self._one(FORM, (case,))
            assert x.execute(CLOCKS, (case,)).fetchall()
            licence = t.rows["licence"][place]
            drawn = self._one(NEXT, (AREA, f"document-{PREFIXES[department]}-{TODAY.year}"))[0]
            number, document = f"{rest[4]}-{permit[2]}", f"〔{TODAY.year}〕{drawn}号"
            self._close(case, item_id, f"{item[1]}:{department}:decision", "approved", department)
            template = t.rows["permit"][place]
            x.execute(
                "update permit set state = 'granted', version = version + 1, decision = 'granted',"
                " document_number = %s, decided_at = %s, decided_on = %s, net_working_days = 0, reasons = %s,"
                " remedies = %s, licence_number = %s where id = %s",
                (document, AT, TODAY, template["reasons"], template["remedies"], number, permit[0]),
            )
            x.execute(END_CLOCKS, (TODAY, case, item[1], ["committed", "statutory"]))
            x.execute(CANCEL_TIMERS, (case, item[1], ["committed", "statutory"]))
            self.copy("licence", [licence], application_id=[case], number=[number])
            self.arm(case, (f"licence:{licence['number']}/validity",))
            is_last = all(row[3] == "granted" for row in permits if row[1] != item[1])
            first = 7 + 2 * place
            seq, head = self.events(case, seq, head, *t.rows["event"][first : first + 2 + is_last])
            self.issue(case, range(first + 1, first + 3 + is_last))
            if is_last:
                self._decide(case, seq, head)
            else:
                x.execute("update application set event_seq = %s, event_hash = %s where id = %s", (seq, head, case))

    def _decide(self, case: int, seq: int, head: str) -> None:
        x = self.x
        x.execute(END_CLOCKS, (TODAY, case, "application", ["committed", "joint"]))
        x.execute(CANCEL_TIMERS, (case, "application", ["committed", "joint"]))
        self.clocks(case, ("delivery",))
        self.arm(case, ("application/delivery", "item:delivery/work_item"))
        self.items(case, "delivery")
        x.execute(
            "update application set state = 'decided', version = version + 1, outcome = 'all_granted',"
            " status_code = 11, decided_at = %s, decided_on = %s, net_working_days = 0, due_on = %s, yellow_on = %s,"
            " event_seq = %s, event_hash = %s where id = %s",
            (AT, TODAY, TODAY, TODAY, seq, head, case),
        )

    def deliver(self, case: int) -> None:
        x = self.x
        with self.conn.transaction():
            columns = "state, event_seq, event_hash, version, owner_id, company_id, number"
            state, seq, head, *_ = self._one(LOCK.format(columns), (case, AREA))
            item = next(
                row for row in x.execute(ITEMS, (case,)).fetchall() if row[3] == "delivery" and row[4] == "open"
            )
            permits = x.execute(PERMITS, (case,)).fetchall()
            assert (state, {row[3] for row in permits}) == ("decided", {"granted"})
            assert self._one(FORM, (case,))
            titles = "select kind, permit, number from notice where application_id = %s and kind = any(%s) order by id"
            assert x.execute(titles, (case, ["grant", "refusal", "licence"])).fetchall()
            self._close(case, item[0], "delivery", None)
            x.execute(END_CLOCKS, (TODAY, case, "application", ["delivery"]))
            x.execute(CANCEL_TIMERS, (case, "application", ["delivery"]))
            self.clocks(case, ("closing",))
            self.arm(case, ("application/closing",))
            seq, head = self.events(case, seq, head, self.t.rows["event"][-1])
            self.issue(case, range(17, 18))
            served = "update notice set served_at = %s where application_id = %s and kind = any(%s)"
            x.execute(served, (AT, case, ["grant", "refusal", "licence"]))
            for permit, template in zip(permits, self.t.rows["permit"], strict=True):
                x.execute("update permit set remedies = %s where id = %s", (template["remedies"], permit[0]))
            x.execute(
                "update application set state = 'delivered', version = version + 1, delivered_at = %s, due_on = null,"
                " yellow_on = null, event_seq = %s, event_hash = %s where id = %s",
                (AT, seq, head, case),
            )


def _pairs(scopes: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    """Expand patterns of scope/clock: `*` is every permit, `item:*` every decision item."""
    permits = [f"{name}-permit" for name in DEPARTMENTS]
    found: set[tuple[str, str]] = set()
    for pattern in scopes:
        scope, clock = pattern.split("/")
        names = {"*": permits, "item:*": [f"item:{p}:{p.removesuffix('-permit')}:decision" for p in permits]}
        found |= {(name, clock) for name in names.get(scope, [scope])}
    return frozenset(found)
