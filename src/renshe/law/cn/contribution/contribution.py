"""What one person's month costs: each insurance, the employer's part and the employee's (社会保险费).

For people insured by an employer. Who pays alone pays at rates of their own, which are not held.
"""

from __future__ import annotations

from renshe.engine.authoring import Choice, Money, Rate, condition, eligibility, half_up_to_fen, rule, up_to_step


@condition(
    cites=["npc-2010-sil/33", "npc-2010-sil/53.1", "sc-2010-586/10.1"],
    otherwise="employee_pays_none",
)
def insurance_has_employee_part(contribution_part: Choice, insurance: Choice) -> bool:
    """Work injury and maternity insurance are the employer's alone."""
    return contribution_part == "employer" or insurance not in ("work_injury", "maternity")


contribution_part_owed = eligibility(
    cites=["npc-2010-sil/12.2", "npc-2010-sil/23.1", "npc-2010-sil/44", "npc-2010-sil/95"],
    requires=[insurance_has_employee_part],
)


@rule(cites=["npc-2010-sil/12.1", "npc-2010-sil/23.1", "npc-2010-sil/44", "npc-2010-sil/53.1"])
def employer_contribution_rate(
    insurance: Choice,
    pension_employer_rate: Rate,
    medical_employer_rate: Rate,
    unemployment_employer_rate: Rate,
    maternity_employer_rate: Rate,
    work_injury_rate: Rate,
) -> Rate:
    """The employer's rate of the insurance; for work injury the one the agency has set, after any cut."""
    if insurance == "pension":
        return pension_employer_rate
    if insurance == "medical":
        return medical_employer_rate
    if insurance == "unemployment":
        return unemployment_employer_rate
    if insurance == "maternity":
        return maternity_employer_rate
    return work_injury_rate


@rule(cites=["npc-2010-sil/12.2", "npc-2010-sil/23.1", "npc-2010-sil/44"])
def employee_contribution_rate(
    insurance: Choice,
    pension_employee_rate: Rate,
    medical_employee_rate: Rate,
    unemployment_employee_rate: Rate,
) -> Rate:
    """The employee's rate of the insurance; of work injury and maternity insurance employees pay nothing."""
    if insurance == "pension":
        return pension_employee_rate
    if insurance == "medical":
        return medical_employee_rate
    if insurance == "unemployment":
        return unemployment_employee_rate
    return Rate(0)


@rule(
    cites=["npc-2010-sil/12.1", "npc-2010-sil/12.2"],
    reasons_from=[contribution_part_owed],
)
def contribution_rate(
    contribution_part_owed: bool,
    contribution_part: Choice,
    employer_contribution_rate: Rate,
    employee_contribution_rate: Rate,
) -> Rate:
    """The rate of the part; 0 where that part is not owed."""
    if not contribution_part_owed:
        return Rate(0)
    return employer_contribution_rate if contribution_part == "employer" else employee_contribution_rate


@rule(
    cites=["npc-2010-sil/12.1", "npc-2010-sil/12.2", "npc-1995-pbc/17"],
    reasons_from=[contribution_part_owed, "contribution_base"],
)
def person_contribution(
    contribution_part_owed: bool,
    contribution_base: Money | None,
    contribution_rate: Rate,
    insurance: Choice,
    contribution_part: Choice,
    contribution_fixed_amount: Money,
    contribution_rounding_step: Money,
) -> Money:
    """Base times rate, to the fen, then raised to the step in which the place counts.

    Some places add a fixed sum to the employee's medical part.
    """
    if not contribution_part_owed:
        return Money(0)
    if contribution_base is None:
        return Money(0)
    by_rate = half_up_to_fen(contribution_base * contribution_rate)
    if insurance == "medical" and contribution_part == "employee":
        return up_to_step(by_rate + contribution_fixed_amount, contribution_rounding_step)
    return up_to_step(by_rate, contribution_rounding_step)


@rule(
    cites=["mohrss-2020-11/1.1", "mohrss-2020-11/1.2", "mohrss-2020-49/1.1", "mohrss-2020-49/1.2"],
    reasons_from=["relief_rate", person_contribution],
)
def person_contribution_payable(relief_rate: Rate, full_relief_rate: Rate, person_contribution: Money) -> Money:
    """What is left of it. A full waiver leaves nothing, whatever was due."""
    if relief_rate == full_relief_rate:
        return Money(0)
    return half_up_to_fen(person_contribution * (full_relief_rate - relief_rate))


@rule(
    cites=["mohrss-2020-11/1.1", "mohrss-2020-11/1.2", "mohrss-2020-49/1.1", "mohrss-2020-49/1.2"],
    reasons_from=["relief_rate"],
)
def contribution_relief_amount(
    relief_rate: Rate, person_contribution: Money, person_contribution_payable: Money
) -> Money:
    """What the relief saves: due less payable, so that the two always add up."""
    if relief_rate == Rate(0):
        return Money(0)
    return person_contribution - person_contribution_payable


# ---- the nation's plan for the rates of the places


@condition(cites="scgo-2019-13/1", otherwise="pension_rate_above_plan")
def pension_rate_within_plan(pension_employer_rate: Rate, planned_pension_employer_rate: Rate) -> bool:
    """The employer's pension rate is no higher than that to which a place may come down."""
    return pension_employer_rate <= planned_pension_employer_rate


@condition(cites="scgo-2019-13/2.1", otherwise="unemployment_rate_above_plan")
def unemployment_rate_within_plan(
    unemployment_employer_rate: Rate, unemployment_employee_rate: Rate, planned_unemployment_rate: Rate
) -> bool:
    """Both unemployment rates together are no higher than the total of the phased cut."""
    return unemployment_employer_rate + unemployment_employee_rate <= planned_unemployment_rate


contribution_rates_within_plan = eligibility(
    cites=["scgo-2019-13/1", "scgo-2019-13/2.1"],
    requires=[pension_rate_within_plan, unemployment_rate_within_plan],
)
