"""A month of contributions with relief, a benefit by steps, and a bill paid in three tiers."""

from __future__ import annotations

from renshe.engine.authoring import (
    Choice,
    Money,
    Month,
    Months,
    MonthWindow,
    Rate,
    Scale,
    condition,
    eligibility,
    half_up_to_fen,
    member,
    rule,
)


@rule(cites="mini-1/1")
def base(wage: Money, base_floor: Money, base_ceiling: Money) -> Money:
    """The wage between floor and ceiling."""
    return max(min(wage, base_ceiling), base_floor)


@rule(cites="mini-1/1")
def rate(insurance: Choice, part: Choice, rates: Rate, injury_rate: Rate) -> Rate:
    """The rate of the insurance; for work injury the one of the employer."""
    if insurance == "work_injury" and part == "employer":
        return injury_rate
    return rates


@rule(cites="mini-1/1")
def relief(insurance: Choice, part: Choice, month: Month, relief_window: MonthWindow, relief_rates: Rate) -> Rate:
    """Three insurances are relieved, of the employer's part, while the measure runs."""
    if part == "employee" or insurance in ("medical", "housing") or not relief_window.holds(month):
        return Rate(0)
    return relief_rates


@rule(cites="mini-1/1")
def contribution(base: Money, rate: Rate, relief: Rate, full: Rate) -> Money:
    """Base times rate, less the relief."""
    due = half_up_to_fen(base * rate)
    if relief == Rate(0):
        return due
    return half_up_to_fen(due * (full - relief))


pension_contribution = member(contribution, cites="mini-1/1", insurance="pension")
medical_contribution = member(contribution, cites="mini-1/1", insurance="medical")
unemployment_contribution = member(contribution, cites="mini-1/1", insurance="unemployment")
work_injury_contribution = member(contribution, cites="mini-1/1", insurance="work_injury")
housing_contribution = member(contribution, cites="mini-1/1", insurance="housing")


@rule(cites="mini-1/1")
def part_total(
    pension_contribution: Money,
    medical_contribution: Money,
    unemployment_contribution: Money,
    work_injury_contribution: Money,
    housing_contribution: Money,
) -> Money:
    """All five of one part."""
    social = pension_contribution + medical_contribution + unemployment_contribution + work_injury_contribution
    return social + housing_contribution


@condition(cites="mini-1/2", otherwise="too_few_months")
def enough_months(contribution_months: Months) -> bool:
    """A year of contributions."""
    return contribution_months >= 12


@condition(cites="mini-1/2", otherwise="left_by_choice")
def lost_the_job(involuntary: bool) -> bool:
    """Did not leave by choice."""
    return involuntary


@condition(cites="mini-1/2", otherwise="not_registered")
def is_registered(registered: bool) -> bool:
    """Registered."""
    return registered


@condition(cites="mini-1/2", otherwise="not_seeking")
def looks_for_work(seeking: bool) -> bool:
    """Looks for work."""
    return seeking


@condition(cites="mini-1/2", otherwise="claimed_already")
def claims_first(unclaimed: bool) -> bool:
    """Has not claimed yet."""
    return unclaimed


eligible = eligibility(
    cites="mini-1/2", requires=[enough_months, lost_the_job, is_registered, looks_for_work, claims_first]
)


@rule(cites="mini-1/2", reasons_from=[eligible])
def benefit(
    eligible: bool, contribution_months: Months, receipt_month_number: int, benefit_steps: Scale[Money]
) -> Money:
    """By steps; from the thirteenth month on the lowest."""
    if not eligible:
        return Money(0)
    if receipt_month_number >= 13:
        return benefit_steps.lowest
    return benefit_steps.at(contribution_months)


@rule(cites="mini-1/3")
def basic_paid(cost: Money, medical_deductible: Money, medical_cap: Money, basic_share: Rate) -> Money:
    """The first tier."""
    over = max(cost - medical_deductible, Money(0))
    return half_up_to_fen(min(over, medical_cap) * basic_share)


@rule(cites="mini-1/3")
def critical_paid(cost: Money, basic_paid: Money, critical_deductible: Money, critical_share: Rate) -> Money:
    """The second tier."""
    over = max(cost - basic_paid - critical_deductible, Money(0))
    return half_up_to_fen(over * critical_share)


@rule(cites="mini-1/3")
def aid_paid(
    cost: Money, basic_paid: Money, critical_paid: Money, poor: bool, aid_share: Rate, aid_cap: Money
) -> Money:
    """The third tier, for the poor."""
    if not poor:
        return Money(0)
    rest = cost - basic_paid - critical_paid
    return min(half_up_to_fen(rest * aid_share), aid_cap)


@rule(cites="mini-1/3")
def self_paid(cost: Money, basic_paid: Money, critical_paid: Money, aid_paid: Money) -> Money:
    """What is left."""
    return cost - basic_paid - critical_paid - aid_paid
