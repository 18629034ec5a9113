"""What readings come to: every way in which up to three may find, by both rules, in Python and in the database alike."""

from __future__ import annotations

import itertools

import pytest
from django.db import connection

from assessments import guards
from assessments.models import ReadingOutcome
from assessments.screening.settling import ORDER, settled
from awards.models import ScreeningRule

ALONE, BOTH = ScreeningRule.REJECT_BY_TWO, ScreeningRule.ALL_BY_TWO
# What stands, by the outcomes in their order; a dash waits for another reader.
SETTLED = {
    "pass": {ALONE: "pass", BOTH: None},
    "return": {ALONE: "return", BOTH: None},
    "fail": {ALONE: None, BOTH: None},
    "pass pass": {ALONE: "pass", BOTH: "pass"},
    "return return": {ALONE: "return", BOTH: "return"},
    "fail fail": {ALONE: "fail", BOTH: "fail"},
    "fail pass": {ALONE: None, BOTH: None},
    "pass return": {ALONE: None, BOTH: None},
    "return fail": {ALONE: None, BOTH: None},
    "fail pass fail": {ALONE: "fail", BOTH: "fail"},
    "fail pass pass": {ALONE: "pass", BOTH: "pass"},
    "pass return pass": {ALONE: "pass", BOTH: "pass"},
    "return fail fail": {ALONE: "fail", BOTH: "fail"},
    "fail return pass": {ALONE: "return", BOTH: "return"},
    "pass fail return": {ALONE: "return", BOTH: "return"},
}


@pytest.mark.parametrize("said", SETTLED)
def test_two_who_agree_settle_a_file_and_of_three_the_middle_stands(said: str) -> None:
    assert {rule: settled(said.split(), rule) for rule in ScreeningRule} == SETTLED[said]


def test_nobody_has_read_nothing_is_settled() -> None:
    assert [settled([], rule) for rule in ScreeningRule] == [None, None]


@pytest.mark.parametrize("rule", ScreeningRule)
def test_where_readers_differ_nobody_passes_or_rejects_a_file_alone(rule: str) -> None:
    for said in itertools.product(ORDER, repeat=3):
        found = settled(said, rule)
        assert found == ReadingOutcome.RETURN or said.count(found) >= 2, said


@pytest.mark.django_db
@pytest.mark.parametrize("rule", ScreeningRule)
def test_the_database_says_the_same(rule: str) -> None:
    every = [said for n in range(4) for said in itertools.product(ORDER, repeat=n)]
    # The guard reads the table by its name; here the rows of each case stand for it.
    statement = guards.settled("1", f"'{rule}'").replace(
        "public.assessments_reading", "(SELECT unnest(%s::text[]) AS outcome, 1 AS submission_id) AS readings"
    )
    found = {}
    with connection.cursor() as cursor:
        for said in every:
            cursor.execute(statement, [list(map(str, said))])
            [(found[said],)] = cursor.fetchall()

    assert found == {said: settled(said, rule) for said in every}
