"""Mistakes that calculators of contributions are known for, each by its name."""

from __future__ import annotations

from typing import Any

import pytest

from renshe import decide

EMPLOYEE: dict[str, object] = {"insured_category": "employee", "insured_as_individual": False}


def answer(outputs: list[str], inputs: dict[str, object], region: str, month: str, **case: Any) -> Any:
    return decide(outputs, region=region, date=f"{month}-15", inputs={"month": month, **inputs}, **case).to_json()


def value(output: str, inputs: dict[str, object], region: str, month: str, **case: Any) -> Any:
    """The one value of an output as an answer writes it."""
    return answer([output], inputs, region, month, **case)["outputs"][output]["value"]


def reasons(output: str, inputs: dict[str, object], region: str, month: str) -> list[str]:
    return [reason["code"] for reason in answer([output], inputs, region, month)["reasons"]]


# ---- caps: the month is cut to whole yuan before it is tripled


@pytest.mark.parametrize(
    ("ended", "monthly", "cap"),
    [("2020-04-30", "10592.00", "31776.00"), ("2020-05-01", "11715.00", "35145.00")],
    ids=["127107 of 2018, not 31776.75", "140581 of 2019, not 35145.25"],
)
def test_the_severance_cap_triples_the_month_cut_to_whole_yuan(ended: str, monthly: str, cap: str) -> None:
    facts: dict[str, object] = {"termination_date": ended}
    assert value("average_wage_monthly", facts, "CN-BJ", "2020-06") == monthly
    assert value("severance_wage_cap", facts, "CN-BJ", "2020-06") == cap


def test_the_base_ceiling_of_beijing_triples_the_month_cut_to_whole_yuan() -> None:
    assert 106_168 // 12 * 3 == 26_541
    assert round(106_168 / 12 * 3) == 26_542
    assert value("contribution_base_ceiling", {"insurance": "pension"}, "CN-BJ", "2020-07") == "26541.00"


@pytest.mark.parametrize(
    ("region", "monthly", "share", "floor", "rounded"),
    [("CN-SH", 8211, 60, "4927.00", 4927), ("CN-TJ", 5607, 60, "3364.00", 3364), ("CN-BJ", 7855, 46, "3613.00", 3613)],
)
def test_floors_are_a_share_of_last_years_month_rounded_to_the_yuan(
    region: str, monthly: int, share: int, floor: str, rounded: int
) -> None:
    assert (monthly * share + 50) // 100 == rounded
    assert value("contribution_base_floor", {"insurance": "pension"}, region, "2020-06") == floor
    assert value("contribution_base_floor", {"insurance": "pension"}, region, "2020-07") == floor


def test_the_ceiling_of_shanghai_is_not_three_times_the_average_that_was_published() -> None:
    paid = {**EMPLOYEE, "insurance": "pension", "filed_wage": "28740.00"}
    assert 9_580 * 3 == 28_740
    assert value("contribution_base", paid, "CN-SH", "2020-07") == "28017.00"


def test_the_floor_of_beijing_was_frozen_and_not_raised_as_planned() -> None:
    assert 8_847 * 52 // 100 == 4_600
    paid = {**EMPLOYEE, "insurance": "pension", "filed_wage": "4000.00"}
    assert value("contribution_base", paid, "CN-BJ", "2020-07") == "4000.00"


# ---- who is relieved, of what, and when


@pytest.mark.parametrize("kind", ["social_organization", "private_non_enterprise_unit", "other_organization"])
@pytest.mark.parametrize("size", ["micro", "large", "other"])
@pytest.mark.parametrize(("month", "rate"), [("2020-06", "0.50"), ("2020-07", "0.00")])
def test_who_is_no_enterprise_is_halved_to_june_whatever_the_size(kind: str, size: str, month: str, rate: str) -> None:
    facts: dict[str, object] = {
        "employer_type": kind, "employer_size": size, "insurance": "pension", "contribution_part": "employer",
    }  # fmt: skip
    assert value("relief_rate", facts, "CN-GD", month) == rate


@pytest.mark.parametrize("kind", ["state_organ", "public_institution"])
@pytest.mark.parametrize("region", ["CN-BJ", "CN-SH", "CN-HB"])
def test_state_bodies_get_nothing_anywhere(kind: str, region: str) -> None:
    facts: dict[str, object] = {
        "employer_type": kind, "employer_size": "micro", "insurance": "pension", "contribution_part": "employer",
    }  # fmt: skip
    assert value("relief_rate", facts, region, "2020-06") == "0.00"
    assert reasons("relief_rate", facts, region, "2020-06") == ["public_institution_excluded"]


SMALL: dict[str, object] = {"employer_type": "enterprise", "employer_size": "small"}


@pytest.mark.parametrize("region", ["CN-BJ", "CN-SH", "CN-TJ", "CN-GD-440100", "CN-JS-320500", "CN-HB"])
@pytest.mark.parametrize(("month", "rate"), [("2020-01", "0.00"), ("2020-02", "1.00"), ("2020-12", "1.00")])
def test_the_waiver_begins_with_february_everywhere(region: str, month: str, rate: str) -> None:
    facts = {**SMALL, "insurance": "pension", "contribution_part": "employer"}
    assert value("relief_rate", facts, region, month) == rate


def test_the_employees_part_and_medical_insurance_are_never_waived() -> None:
    paid = {**SMALL, **EMPLOYEE, "filed_wage": "8000.00", "rural_contract_worker": False}
    for insurance, part, payable in (
        ("pension", "employer", "0.00"),
        ("pension", "employee", "640.00"),
        ("unemployment", "employee", "16.00"),
        ("medical", "employer", "800.00"),
        ("medical", "employee", "163.00"),
    ):
        facts = {**paid, "insurance": insurance, "contribution_part": part}
        assert value("person_contribution_payable", facts, "CN-BJ", "2020-07") == payable, (insurance, part)


def test_a_full_waiver_leaves_nothing_whatever_was_due() -> None:
    facts = {**SMALL, "insurance": "pension", "contribution_part": "employer"}
    assert value("person_contribution_payable", facts, "CN-SC", "2020-07") == "0.00"


# ---- work injury: class, cut, float, relief


def test_class_then_cut_then_float_then_relief() -> None:
    """0.7% of class three, a fifth off, a step up, and half of the amount spared."""
    facts: dict[str, object] = {
        "current_work_injury_rate": "0.0070", "floating_coefficient": "1.2", "project_based_insured": False,
    }  # fmt: skip
    assert value("adjusted_work_injury_rate", facts, "CN-BJ", "2020-06") == "0.0056"
    assert value("floating_work_injury_rate", facts, "CN-BJ", "2020-06") == "0.00672"
    large = {"employer_type": "enterprise", "employer_size": "large"}
    line = {
        **facts, **large, **EMPLOYEE, "insurance": "work_injury", "contribution_part": "employer",
        "filed_wage": "10000.00", "current_work_injury_rate": "0.0084",
    }  # fmt: skip
    assert value("work_injury_rate", line, "CN-BJ", "2020-06") == "0.00672"
    assert value("person_contribution", line, "CN-BJ", "2020-06") == "67.20"
    assert value("person_contribution_payable", line, "CN-BJ", "2020-06") == "33.60"


def test_a_rate_from_the_class_is_floated_once() -> None:
    """Where nobody states the rate: the class's, floated; a rate that is stated is taken as it is."""
    facts: dict[str, object] = {"industry_category": 3, "floating_coefficient": "1.2"}
    assert value("work_injury_rate", facts, "CN-TJ", "2020-06") == "0.0084"
    assert value("work_injury_rate", {**facts, "current_work_injury_rate": "0.0070"}, "CN-TJ", "2020-06") == "0.007"


def test_beijing_does_not_borrow_the_nations_table_of_classes() -> None:
    facts: dict[str, object] = {"industry_category": 3, "floating_coefficient": "1.2", "project_based_insured": False}
    told = answer(["work_injury_rate"], facts, "CN-BJ", "2020-06")["outputs"]["work_injury_rate"]
    assert told["status"] == "undetermined"
