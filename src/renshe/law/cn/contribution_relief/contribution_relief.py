"""Phased relief of the employer's part of pension, unemployment and work injury insurance (阶段性减免)."""

from __future__ import annotations

from renshe.engine.authoring import (
    Choice,
    Money,
    Month,
    MonthWindow,
    Rate,
    condition,
    eligibility,
    half_up_to_fen,
    rule,
    up_to_step,
)


@condition(cites=["mohrss-2020-11/1.1", "mohrss-2020-49/0.1"], otherwise="insurance_not_in_relief")
def in_three_insurances(insurance: Choice) -> bool:
    """Only pension, unemployment and work injury insurance are relieved."""
    return insurance in ("pension", "unemployment", "work_injury")


@condition(cites=["mohrss-2020-11/5", "mohrss-2020-49/0.1"], otherwise="employee_part_not_relieved")
def employer_part(contribution_part: Choice) -> bool:
    """Only what the employer pays is relieved; the employee's part goes on being withheld."""
    return contribution_part == "employer"


@condition(cites=["mohrss-2020-11/1.2", "mohrss-2020-49/1.3"], otherwise="public_institution_excluded")
def payer_not_state_body(employer_type: Choice) -> bool:
    """State organs and public institutions are relieved nowhere."""
    return employer_type not in ("state_organ", "public_institution")


@condition(cites=["mohrss-2020-18/individual_business", "mohrss-2020-49/4"], otherwise="not_individual_business")
def is_individual_business(employer_type: Choice) -> bool:
    """The terms for enterprises are lent to individual businesses only; others have their own."""
    return employer_type == "individual_business"


@condition(cites=["mohrss-2020-18/individual_business", "mohrss-2020-49/4"], otherwise="no_employees")
def individual_business_has_employees(employer_type: Choice, has_employees: bool) -> bool:
    """An individual business has employees."""
    return employer_type != "individual_business" or has_employees


@condition(cites=["mohrss-2020-18/individual_business", "mohrss-2020-49/4"], otherwise="not_insured_as_employer")
def individual_business_insured_as_employer(employer_type: Choice, insured_as_employer: bool) -> bool:
    """An individual business is insured as an employer, not its owner as a person."""
    return employer_type != "individual_business" or insured_as_employer


individual_business_covered = eligibility(
    cites=["mohrss-2020-18/individual_business", "mohrss-2020-49/4"],
    requires=[individual_business_has_employees, individual_business_insured_as_employer],
)

treated_as_enterprise = eligibility(
    cites=["mohrss-2020-18/individual_business", "mohrss-2020-49/4"],
    requires=[is_individual_business, individual_business_covered],
)

relief_open_to_payer = eligibility(
    cites=["mohrss-2020-11/1.1", "mohrss-2020-11/1.2", "mohrss-2020-49/1.1", "mohrss-2020-49/1.2"],
    requires=[in_three_insurances, employer_part, payer_not_state_body, individual_business_covered],
)


@rule(cites=["mohrss-2020-11/1.1", "mohrss-2020-11/4", "mohrss-2020-49/1.1", "mohrss-2020-49/4"])
def full_waiver_payer(employer_type: Choice, employer_size: Choice) -> bool:
    """Micro to medium enterprises, and individual businesses whatever their size; all others are other payers."""
    if employer_type == "individual_business":
        return True
    return employer_type == "enterprise" and employer_size in ("medium", "small", "micro")


@condition(
    cites=["mohrss-2020-11/1.1", "mohrss-2020-11/1.2", "mohrss-2020-49/1.1", "mohrss-2020-49/1.2"],
    otherwise="outside_relief_period",
)
def within_relief_period(
    relief_open_to_payer: bool,
    full_waiver_payer: bool,
    month: Month,
    full_waiver_window: MonthWindow,
    other_payer_relief_window: MonthWindow,
) -> bool:
    """The month lies in the payer's own period; who has no relief at all has no period to miss."""
    if not relief_open_to_payer:
        return True
    if full_waiver_payer:
        return full_waiver_window.holds(month)
    return other_payer_relief_window.holds(month)


contribution_relief_eligible = eligibility(
    cites=["mohrss-2020-11/1.1", "mohrss-2020-11/1.2", "mohrss-2020-49/1.1", "mohrss-2020-49/1.2"],
    requires=[relief_open_to_payer, within_relief_period],
)


@rule(
    cites=["mohrss-2020-11/1.1", "mohrss-2020-11/1.2", "mohrss-2020-49/1.1", "mohrss-2020-49/1.2"],
    reasons_from=[contribution_relief_eligible],
)
def relief_rate(
    contribution_relief_eligible: bool,
    full_waiver_payer: bool,
    full_relief_rate: Rate,
    other_payer_relief_rate: Rate,
) -> Rate:
    """All of it for those spared in full, else the share of the other payers of the province."""
    if not contribution_relief_eligible:
        return Rate(0)
    return full_relief_rate if full_waiver_payer else other_payer_relief_rate


@rule(
    cites=["mohrss-2020-11/1.1", "mohrss-2020-11/1.2", "mohrss-2020-49/1.1", "mohrss-2020-49/1.2"],
    reasons_from=[relief_rate],
)
def contribution_payable(relief_rate: Rate, full_relief_rate: Rate, contribution_due: Money) -> Money:
    """What is left of the contribution. A full waiver leaves nothing, whatever was due."""
    if relief_rate == full_relief_rate:
        return Money(0)
    return half_up_to_fen(contribution_due * (full_relief_rate - relief_rate))


@rule(cites=["sc-2010-586/10.1", "sc-2010-586/10.2", "scgo-2019-13/1", "npc-2010-sil/23.1"])
def contribution_due(
    insurance: Choice,
    contribution_part: Choice,
    work_injury_contribution: Money,
    contribution_base_total: Money,
    employer_contribution_rate: Rate,
    employee_contribution_rate: Rate,
    contribution_fixed_amount: Money,
    insured_employee_count: int,
    contribution_rounding_step: Money,
) -> Money:
    """The contribution before relief: bases times the rate of the part; employees pay no work injury insurance.

    Raised to the step in which the place counts, and with the sum that each employee adds for medical insurance: an
    employer of one person owes what that person's line shows.
    """
    if insurance == "work_injury":
        return work_injury_contribution if contribution_part == "employer" else Money(0)
    if contribution_part == "employer":
        return up_to_step(
            half_up_to_fen(contribution_base_total * employer_contribution_rate), contribution_rounding_step
        )
    by_rate = half_up_to_fen(contribution_base_total * employee_contribution_rate)
    if insurance == "medical" and contribution_fixed_amount > Money(0):
        return up_to_step(by_rate + contribution_fixed_amount * insured_employee_count, contribution_rounding_step)
    return up_to_step(by_rate, contribution_rounding_step)
