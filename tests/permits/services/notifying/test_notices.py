"""What every notice carries: both languages, masked numbers, and each fact its kind needs."""

import pytest
from sqlalchemy import update

from permits.casefile import CaseFile
from permits.db import perform
from permits.models import Notice, OutboxRow
from permits.services.notifying.notices import RENDER_JOB, common, day_words, licensing_law
from tests.liveness import assert_alive
from tests.permits.lives import Life, day

LAW = licensing_law("第三十二条", "art. 32")


def carried(case: CaseFile) -> dict[str, object]:
    return common(case, number="N1", body="window", law=LAW)


def test_a_company_is_named_with_its_code_and_the_law_in_both_languages(life: Life) -> None:
    filed = life.submitted(papers=False)

    found = life.look("contractor", filed, carried)

    assert found["applicant"]["id_label"]["en"] == "Unified social credit code"
    assert found["applicant"]["id_masked"] == life.application(filed).applicant["uscc"]
    assert found["law"] == {
        "zh": "《中华人民共和国行政许可法》第三十二条",
        "en": "Administrative Licensing Law art. 32",
    }


def test_the_identity_number_of_a_person_never_stands_on_a_notice(life: Life) -> None:
    filed = life.submitted(papers=False)
    number = "320699190001010016"

    def as_person(case: CaseFile) -> dict[str, object]:
        case.form.applicant = {"kind": "person", "name": "陈建", "resident_id": number}
        return carried(case)

    found = life.look("contractor", filed, as_person)

    assert found["applicant"]["id_label"]["en"] == "Resident identity card number"
    assert number not in str(found)
    assert found["applicant"]["id_masked"]


def test_a_notice_is_pinned_with_its_event_and_asks_for_one_paper(life: Life) -> None:
    filed = life.submitted(papers=False)

    (notice,) = life.rows(Notice, filed)

    jobs = [row for row in _jobs(life) if row.job == RENDER_JOB]
    assert (notice.event_seq, notice.issued_at) == (life.application(filed).event_seq, life.now)
    assert [row.dedupe for row in jobs] == [f"render-{filed}-{notice.event_seq}-receipt-"]


def _jobs(life: Life) -> list[object]:
    with life.engine.connect() as conn:
        return list(conn.execute(OutboxRow.__table__.select()))


def test_a_day_is_written_out_in_both_languages() -> None:
    assert day_words(day("2026-03-02")) == {"zh": "2026年3月2日", "en": "2 March 2026"}


@pytest.mark.tampers
def test_a_notice_that_lacks_a_fact_of_its_kind_is_noticed(life: Life) -> None:
    filed = life.submitted(papers=False)
    (notice,) = life.rows(Notice, filed)
    assert_alive(life.engine, at=life.now)
    less = {name: fact for name, fact in notice.facts.items() if name != "intake_due_on"}

    perform(life.engine, lambda conn: conn.execute(update(Notice).where(Notice.id == notice.id).values(facts=less)))

    with pytest.raises(AssertionError, match="intake_due_on"):
        assert_alive(life.engine, at=life.now)
