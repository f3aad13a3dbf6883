"""Where unemployment law is easily got wrong: each trap by its name."""

from __future__ import annotations

from typing import Any

import pytest

from renshe import decide

ELIGIBLE = {"involuntary_termination": True, "registered_unemployed": True, "job_seeking": True}
CLAIMS = {
    "unemployment_benefit_exhausted": False,
    "insured": True,
    "involuntary_termination": False,
    "reemployed_since_termination": False,
    "unemployed": True,
    "unemployment_subsidy_claimed_before": False,
    "claimed_in_other_region": False,
}
MEN = {"sex": "male"}
WOMEN_CADRES = {"sex": "female", "post_type": "cadre"}
WOMEN_WORKERS = {"sex": "female", "post_type": "worker"}


def answers(*outputs: str, region: str = "CN", date: str = "2020-07-10", **inputs: Any) -> dict[str, Any]:
    """Output → value as it is written in a case; none where it is undetermined."""
    told = decide(outputs, region=region, date=date, inputs=inputs).to_json()["outputs"]
    return {name: told[name].get("value") for name in outputs}


# ---- the ceiling of the law is not what a place grants


@pytest.mark.parametrize(("region", "granted"), [("CN-BJ", 17), ("CN-GD", 16), ("CN-GD-440100", 16), ("CN-JS", None)])
def test_twelve_eighteen_and_twenty_four_months_are_a_ceiling(region: str, granted: int | None) -> None:
    found = answers(
        "unemployment_benefit_months_ceiling",
        "unemployment_benefit_months",
        region=region,
        contribution_months=120,
        **ELIGIBLE,
    )
    assert found == {"unemployment_benefit_months_ceiling": 24, "unemployment_benefit_months": granted}


@pytest.mark.parametrize("region", ["CN-BJ", "CN-GD", "CN-SH", "CN-TJ"])
@pytest.mark.parametrize("months", [12, 59, 60, 119, 120, 300])
def test_no_place_grants_more_than_the_ceiling(region: str, months: int) -> None:
    names = ("unemployment_benefit_months", "unemployment_benefit_months_ceiling")
    found = answers(*names, region=region, contribution_months=months, **ELIGIBLE)
    assert 0 < found[names[0]] <= found[names[1]]


def test_months_known_from_memory_only_are_graded_so() -> None:
    for region, grade in (("CN-BJ", "reported"), ("CN-SH", "unverified"), ("CN-TJ", "unverified")):
        decision = decide(
            "unemployment_benefit_months",
            region=region,
            date="2020-07-10",
            inputs={"contribution_months": 120, **ELIGIBLE},
        )
        assert decision.to_json()["grade"]["weakest"] == grade


# ---- seven days in the regulations, fifteen in the later and higher law


@pytest.mark.parametrize(("ended", "due"), [("2011-06-30", "2011-07-07"), ("2011-07-01", "2011-07-16")])
def test_the_later_and_higher_law_gives_fifteen_days_to_report(ended: str, due: str) -> None:
    assert answers("unemployed_list_due", termination_date=ended) == {"unemployed_list_due": due}


# ---- two shares of one earlier step


def test_the_beijing_subsidies_are_shares_of_the_benefit_before_the_rise() -> None:
    def subsidy(months: int) -> Any:
        return answers("unemployment_subsidy_monthly", region="CN-BJ", contribution_months=months, **CLAIMS)[
            "unemployment_subsidy_monthly"
        ]

    step = answers(
        "unemployment_benefit_monthly",
        region="CN-BJ",
        month="2020-06",
        contribution_months=120,
        receipt_month_number=1,
        **ELIGIBLE,
    )["unemployment_benefit_monthly"]
    assert step == "1760.00"
    cap = answers("unemployment_subsidy_cap", unemployment_benefit_standard=step)["unemployment_subsidy_cap"]
    assert subsidy(12) == cap == "1408.00"
    assert subsidy(11) == "880.00" and 2 * 88000 == 176000
    allowance = answers(
        "temporary_living_allowance_monthly",
        region="CN-BJ",
        rural_contract_worker=True,
        unemployed=True,
        latest_insured_month="2019-10",
        contribution_months=8,
        temporary_living_allowance_claimed_before=False,
        receiving_unemployment_benefit=False,
        receiving_unemployment_subsidy=False,
    )
    assert allowance == {"temporary_living_allowance_monthly": "880.00"}


# ---- the age of retirement is a matter of the day, the post and the month of birth


@pytest.mark.parametrize(
    ("who", "birth", "month_then", "month_now"),
    [
        (MEN, "1965-01", "2025-01", "2025-02"),
        (MEN, "1965-04", "2025-04", "2025-05"),
        (MEN, "1965-05", "2025-05", "2025-07"),
        (WOMEN_CADRES, "1970-01", "2025-01", "2025-02"),
        (WOMEN_WORKERS, "1975-01", "2025-01", "2025-02"),
        (WOMEN_WORKERS, "1984-11", "2034-11", "2039-11"),
    ],
)
def test_2020_uses_the_ages_of_2020_and_today_the_moved_ones(
    who: dict[str, str], birth: str, month_then: str, month_now: str
) -> None:
    for date, month in (("2020-07-10", month_then), ("2026-01-05", month_now)):
        found = answers("statutory_retirement_month", date=date, birth_month=birth, **who)
        assert found == {"statutory_retirement_month": month}


def test_a_womans_age_turns_on_her_post_and_a_mans_does_not() -> None:
    decision = decide(
        "statutory_retirement_age_months",
        region="CN",
        date="2020-07-10",
        inputs={"birth_month": "1970-06", "sex": "female"},
    )
    assert decision.missing == ("post_type",)
    assert answers("statutory_retirement_age_months", birth_month="1970-06", **MEN) == {
        "statutory_retirement_age_months": 720
    }


@pytest.mark.parametrize(
    ("output", "inputs", "date", "told"),
    [
        ("unemployment_benefit_months_ceiling", {"contribution_months": 120}, "2022-08-01", True),
        ("statutory_retirement_month", {"birth_month": "1965-05", **MEN}, "2025-03-01", False),
        ("statutory_retirement_month", {"birth_month": "1965-05", **MEN}, "2026-01-05", True),
    ],
)
def test_law_of_2024_on_retirement_makes_no_other_answer_current(
    output: str, inputs: dict[str, Any], date: str, told: bool
) -> None:
    notices = decide(output, region="CN", date=date, inputs=inputs).to_json()["notices"]
    assert ("after_latest_document" in [notice["code"] for notice in notices]) is told


@pytest.mark.parametrize(
    ("who", "age", "step", "limit"), [(MEN, 720, 4, 36), (WOMEN_CADRES, 660, 4, 36), (WOMEN_WORKERS, 600, 2, 60)]
)
def test_the_rise_is_what_counting_month_by_month_gives(who: dict[str, str], age: int, step: int, limit: int) -> None:
    """Every month of birth from 1955 to 1995: one more month whenever a step begins."""
    delay, since_last = 0, 0
    for birth in range(1955 * 12, 1996 * 12):
        if birth + age >= 2025 * 12 and delay < limit:
            if since_last == 0:
                delay += 1
            since_last = (since_last + 1) % step
        year, month = divmod(birth, 12)
        found = answers(
            "retirement_delay_months",
            "statutory_retirement_age_months",
            date="2026-01-05",
            birth_month=f"{year}-{month + 1:02}",
            **who,
        )
        assert found == {"retirement_delay_months": delay, "statutory_retirement_age_months": age + delay}
