"""The document of a decision: which nodes there are, what is missing, what is owed to whom."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.engine.conftest import Law
from tests.engine.small import answer

MEAL_NOTICE = {"zh": "关于餐费补贴的通知", "en": "Notice on the meal allowance"}


def document(*outputs: str, **case: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(answer(*outputs, **case).to_json()))
    return found


def ids(found: dict[str, Any]) -> list[str]:
    return [node["id"] for node in found["explanation"]]


def node(found: dict[str, Any], identity: str) -> dict[str, Any]:
    (one,) = [node for node in found["explanation"] if node["id"] == identity]
    return one


def test_the_case_as_it_was_put() -> None:
    case = document("worked_one_year", worked_months="?", contract_end=None, month="2020-06", known_on="2020-10-01")[
        "case"
    ]
    assert case == {
        "region": {"region": "CN", "name": {"zh": "全国", "en": "the nation"}},
        "date": "2020-07-10",
        "month": "2020-06",
        "known_on": "2020-10-01",
        "inputs": {"worked_months": "?", "contract_end": None},
    }
    assert "month" not in document("worked_one_year")["case"]


def test_members_of_a_dimension_share_what_does_not_depend_on_it() -> None:
    found = document("canteen_amount", worked_months=13, work_place="school")
    assert [part["node"] for part in found["outputs"]["canteen_amount"]["parts"]] == [
        "canteen_amount@meal=lunch",
        "canteen_amount@meal=dinner",
    ]
    assert [name for name in ids(found) if name.startswith("canteen_eligible")] == ["canteen_eligible@meal=lunch"]
    assert node(found, "canteen_amount@meal=dinner")["at"][0]["value"] == "dinner"
    rates = [node(found, f"meal_rate@meal={meal}")["value"] for meal in ("lunch", "dinner")]
    assert rates == ["1.00", "0.333333"]


def test_a_dimension_that_does_not_matter_is_said_not_to(law: Law) -> None:
    law.enum("meal", "lunch", "dinner").inputs(meal={"type": "enum:meal", "dimension": True}).outputs(paid="money")
    law.rules('@rule(cites="cn-1/1")\ndef paid(share: Rate) -> Money: return half_up_to_fen(Money(0) * share)\n')
    law.numbers("""
        share:
          kind: table
          unit: rate
          by: [meal]
          records: [{value: {lunch: "0.50", dinner: "0.50"}, cites: [cn-1/1], grade: printed}]
        """)
    found = law.decide("paid", month="2020-07").to_json()
    assert found["outputs"]["paid"]["node"] == "paid@meal=lunch"
    assert [notice["code"] for notice in found["notices"]] == ["same_for_all"]


def test_given_values_that_stand_in_the_place_of_law() -> None:
    found = document("canteen_amount", worked_months=13, work_place="school", meal_rate="0.5")
    assert found["outputs"]["canteen_amount"]["value"] == "100.00"
    assert [item["replaces"] for item in found["given"]] == ["number"]
    found = document("canteen_amount", worked_months=13, work_place="school", meal_rate="0.5", canteen_eligible=True)
    assert [item["replaces"] for item in found["given"]] == ["rule", "number"]


def test_steps_of_a_series_and_of_a_member() -> None:
    case = {"worked_months": 13, "first_month": "2020-06", "months_asked": 2, "region": "CN-BJ"}
    found = document("canteen_schedule", **case)
    steps = node(found, "canteen_schedule")["steps"]
    assert [(step["node"], step["at"][0]["value"], step["display"]["zh"]) for step in steps] == [
        ("monthly_amount#1", "2020-06", "200.00元"),
        ("monthly_amount#2", "2020-07", "320.00元"),
    ]
    # What a month does not change is one node for all of them.
    assert [name for name in ids(found) if name.startswith("worked_months")] == ["worked_months#1"]
    found = document("lunch_amount", worked_months=13, work_place="school", month="2020-07")
    assert node(found, "lunch_amount")["steps"][0]["node"] == "canteen_amount@meal=lunch"


def test_a_number_read_on_a_day_of_the_rules_choice_is_a_node_of_that_day() -> None:
    found = document("guest_amount", meals_served=20, date="2020-07-01")
    assert node(found, "guest_rate@date=2020-06-30")["record"]["until"] == "2020-06-30"


def test_the_record_of_a_number() -> None:
    record = node(document("in_canteen_window", date="2021-01-01"), "canteen_window")["record"]
    assert record == {
        "display": {"zh": "2020年2月1日至2021年6月30日", "en": "1 February 2020 to 30 June 2021"},
        "unit": "date",
        "clock": "date",
        "since": None,
        "until": None,
        "region": "CN",
        "place": {"zh": "全国", "en": "the nation"},
        "grade": "reported",
        "grade_display": {"zh": "转载", "en": "reported by a reprint or in answers to questions"},
        "cites": ["cn-meal-2020-9/1"],
        "note": {"zh": "只见转载", "en": "Seen in a reprint only"},
        "changes": {"kind": "extends", "target": "cn-meal-2020-1/5", "number": "膳发〔2020〕1号", "title": MEAL_NOTICE},
    }


def test_what_is_missing_is_a_fact_a_number_or_the_law() -> None:
    found = document("worked_one_year", "supper_amount", "local_amount", region="CN-GD")
    missing = {name: output["missing"][0] for name, output in found["outputs"].items()}
    assert [item["kind"] for item in missing.values()] == ["input", "number", "law"]
    assert missing["worked_one_year"]["question"]["zh"] == "您工作了几个月？"
    assert [item["name"] for item in missing["local_amount"]["of"]] == ["local_amount"]
    assert all(output["value"] is None and output["status"] == "undetermined" for output in found["outputs"].values())


def test_a_reason_says_where_it_arose_and_cites_its_branch() -> None:
    found = document("guest_amount", "canteen_stops", meals_served=9, card_blocked=True, canteen_event="retired")
    assert [(reason["code"], reason["conditions"], reason["cites"]) for reason in found["reasons"]] == [
        ("too_few_meals", ["guest_amount"], ["cn-meal-2020-1/2"]),
        ("card_blocked", ["blocked_card"], ["cn-meal-2020-1/4"]),
        ("retired", ["canteen_stops"], ["cn-meal-2020-1/4"]),
    ]
    assert found["reasons"][2]["en"] == "retired"
    assert node(found, "guest_amount")["because"] == {"code": "too_few_meals", "cites": "cn-meal-2020-1/2"}


def test_only_what_had_a_part_in_the_answer_is_told_to_change_it(law: Law) -> None:
    law.inputs(months="months", days="integer").reasons("few", "early")
    law.outputs(enough="boolean", late="boolean", paid="money")
    law.rules("""
        @condition(cites="cn-1/1", otherwise="few")
        def enough(months: Months) -> bool:
            return months >= 12

        @condition(cites="cn-1/1", otherwise="early")
        def late(days: int) -> bool:
            return days > 3

        @rule(cites="cn-1/1", reasons_from=[enough])
        def paid(enough: bool, late: bool) -> Money:
            return Money(0) if late or not enough else Money(0)
        """)
    found = law.decide("paid", months=11, days=3).to_json()
    assert [(change["condition"]["name"], change["needed"]) for change in found["would_change"]] == [("enough", 12)]
    assert law.decide("paid", months=12, days=3).to_json()["would_change"] == []


def test_a_change_says_which_other_reason_it_would_bring_along(law: Law) -> None:
    law.inputs(months="months").reasons("few", "many").outputs(enough="boolean", short="boolean", fits="boolean")
    law.rules("""
        @condition(cites="cn-1/1", otherwise="few")
        def enough(months: Months) -> bool:
            return months >= 12

        @condition(cites="cn-1/1", otherwise="many")
        def short(months: Months) -> bool:
            return months < 12

        fits = eligibility(cites="cn-1/1", requires=[enough, short])
        """)
    (change,) = law.decide("fits", months=11).to_json()["would_change"]
    assert change["zh"] == "如果“months”是12个月（现在是11个月），就符合““enough””，但会带来别的理由：“many”"
    assert change["en"].endswith("“enough” would be met, but then there is another reason: many")
    (change,) = law.decide("enough", months=11).to_json()["would_change"]
    assert change["en"].endswith("“enough” would be met")


@pytest.mark.parametrize(
    ("region", "output", "codes"),
    [
        ("CN", "monthly_amount", []),
        ("CN-BJ", "monthly_amount", []),
        ("CN-GD", "monthly_amount", ["national_law_only"]),
        ("CN-BJ", "worked_one_year", ["national_law_only"]),
    ],
)
def test_a_place_without_law_of_its_own_is_told(region: str, output: str, codes: list[str]) -> None:
    found = document(output, region=region, worked_months=13, month="2020-07")
    assert [notice["code"] for notice in found["notices"]] == codes


def test_a_month_nobody_gave_is_told() -> None:
    assert [notice["code"] for notice in document("monthly_amount", worked_months=13)["notices"]] == ["month_of_date"]


@pytest.mark.parametrize(
    ("date", "known_on", "told"),
    [("2021-06-01", None, False), ("2026-01-01", None, True), ("2026-01-01", "2020-07-01", False)],
)
def test_a_day_long_after_all_that_is_held_is_told(date: str, known_on: str | None, told: bool) -> None:
    found = document("monthly_amount", worked_months=13, date=date, month="2020-07", known_on=known_on)
    assert ("after_latest_document" in [notice["code"] for notice in found["notices"]]) is told


def test_the_weakest_grade_and_whose_it_is() -> None:
    assert document("monthly_amount", worked_months=13)["grade"]["of"] == []
    grade = document("local_amount", region="CN-BJ", date="2020-06-30")["grade"]
    assert (grade["weakest"], [item["name"] for item in grade["of"]]) == ("unverified", ["monthly_least"])


def test_what_was_assumed() -> None:
    (assumed,) = document("canteen_stops", card_blocked=False)["assumed"]
    assert (assumed["name"], assumed["value"], assumed["display"]["zh"]) == ("canteen_event", "none", "没有")
