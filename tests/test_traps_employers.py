"""Mistakes that calculators of severance, size classes and late fees are known for, each by its name."""

from __future__ import annotations

from typing import Any

import pytest

from renshe import decide

NATION: dict[str, Any] = {"region": "CN", "date": "2020-06-22"}


def value(output: str, inputs: dict[str, object], **case: Any) -> Any:
    """The one value of an output as an answer writes it."""
    found: Any = decide(output, **{**NATION, **case}, inputs=inputs).to_json()
    return found["outputs"][output]["value"]


def reasons(output: str, inputs: dict[str, object], **case: Any) -> list[str]:
    found: Any = decide(output, **{**NATION, **case}, inputs=inputs).to_json()
    return [reason["code"] for reason in found["reasons"]]


@pytest.mark.parametrize(("last_day", "half_months"), [("2020-06-29", 1), ("2020-06-30", 2), ("2020-07-01", 2)])
def test_six_months_exactly_count_as_a_full_year(last_day: str, half_months: int) -> None:
    service = {"service_start_date": "2020-01-01", "termination_date": last_day}
    assert value("service_half_months", service) == half_months


@pytest.mark.parametrize(("wage", "half_months"), [("30000.00", 29), ("30000.01", 24)])
def test_twelve_years_bind_only_a_wage_above_three_times_the_average(wage: str, half_months: int) -> None:
    service = {"service_start_date": "2008-01-01", "termination_date": "2022-03-31"}
    facts = {**service, "average_wage_monthly": "10000.00", "monthly_wage": wage}
    assert value("severance_half_months", facts) == half_months


@pytest.mark.parametrize(("staff", "size"), [(299, "small"), (300, "medium"), (999, "medium"), (1000, "large")])
def test_below_a_size_minimum_leaves_the_figure_itself_out(staff: int, size: str) -> None:
    facts = {"enterprise_industry": "industry", "enterprise_staff_count": staff, "annual_revenue": "400000000.00"}
    assert value("enterprise_size", facts) == size


@pytest.mark.parametrize(
    ("staff", "revenue", "size"),
    [
        (5000, "399999999.99", "medium"),
        (5000, "19999999.99", "small"),
        (5000, "2999999.99", "micro"),
        (19, "400000000.00", "micro"),
    ],
)
def test_every_minimum_must_be_reached_and_one_below_makes_micro(staff: int, revenue: str, size: str) -> None:
    facts = {"enterprise_industry": "industry", "enterprise_staff_count": staff, "annual_revenue": revenue}
    assert value("enterprise_size", facts) == size


@pytest.mark.parametrize("region", ["CN", "CN-TJ"])
def test_the_late_fee_is_five_in_ten_thousand_a_day_not_two_in_a_thousand(region: str) -> None:
    facts = {"arrears_amount": "10000.00", "overdue_days": 100, "arrears_date": "2019-12-31", "insurance": "pension"}
    assert value("late_fee", facts, region=region) == "500.00"


def test_without_a_month_before_the_uplift_falls_back_to_the_agency() -> None:
    facts = {"filed_within_window": False, "previous_month_contribution": None}
    assert value("contribution_determined", facts) is None
    assert reasons("contribution_determined", facts) == ["no_previous_month_contribution"]


def test_beijing_answers_both_readings_of_the_uplift_each_under_its_name() -> None:
    facts = {
        "filed_within_window": False,
        "previous_month_contribution": "10000.00",
        "previous_month_wage": "8000.00",
    }
    place = {"region": "CN-BJ", "date": "2020-07-31"}
    assert value("contribution_determined", facts, **place) == "11000.00"
    assert value("wage_determined_by_uplift", facts, **place) == "8800.00"


def test_damages_count_from_the_first_day_of_work_and_severance_from_2008() -> None:
    facts = {
        "service_start_date": "2006-01-01",
        "termination_date": "2009-12-31",
        "monthly_wage": "5000.00",
        "average_wage_monthly": "5000.00",
    }
    assert value("severance_pay", facts) == "10000.00"
    assert value("unlawful_termination_damages", {**facts, "termination_unlawful": True}) == "40000.00"
