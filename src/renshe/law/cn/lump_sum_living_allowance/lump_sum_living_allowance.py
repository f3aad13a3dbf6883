"""Lump-sum living allowance (一次性生活补助) of rural contract workers, and which benefit is the one to claim."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Months, condition, eligibility, rule


@condition(cites="mohrss-2020-40/4.1", otherwise="not_rural_contract_worker")
def rural_worker_at_lump_sum_claim(rural_contract_worker: bool) -> bool:
    """Is a rural contract worker."""
    return rural_contract_worker


@condition(cites="mohrss-2020-40/4.1", otherwise="not_unemployed")
def unemployed_at_lump_sum_claim(unemployed: bool) -> bool:
    """Is without work."""
    return unemployed


@condition(cites=["mohrss-2020-40/4.1", "sc-1999-258/21"], otherwise="employer_not_insured")
def worked_for_insured_employer(employer_insured: bool) -> bool:
    """Was hired by an employer that was insured."""
    return employer_insured


@condition(cites="mohrss-2020-40/4.1", otherwise="individual_contributes")
def paid_no_contributions_personally(individual_contributes: bool) -> bool:
    """Paid nothing personally; whoever did goes the way of all employees."""
    return not individual_contributes


@condition(cites=["mohrss-2020-40/4.1", "sc-1999-258/21"], otherwise="continuous_work_months_below_12")
def worked_a_year_continuously(continuous_work_months: Months) -> bool:
    """A full year of continuous work."""
    return continuous_work_months >= 12


lump_sum_living_allowance_eligible = eligibility(
    cites=["mohrss-2020-40/4.1", "sc-1999-258/21"],
    requires=[
        rural_worker_at_lump_sum_claim,
        unemployed_at_lump_sum_claim,
        worked_for_insured_employer,
        paid_no_contributions_personally,
        worked_a_year_continuously,
    ],
)


@rule(
    cites=["mohrss-2020-40/4.5", "mohrss-2020-40/4.1", "mohrss-2020-40/4.2"],
    reasons_from=[lump_sum_living_allowance_eligible, "temporary_living_allowance_eligible"],
)
def benefit_route(
    same_contribution_as_urban_employee: bool,
    lump_sum_living_allowance_eligible: bool,
    temporary_living_allowance_eligible: bool,
) -> Choice | None:
    """Which of the three ways is open to a rural worker; none where no way is."""
    if same_contribution_as_urban_employee:
        return "unemployment_benefit_or_subsidy"
    if lump_sum_living_allowance_eligible:
        return "lump_sum_living_allowance"
    if temporary_living_allowance_eligible:
        return "temporary_living_allowance"
    return None
