"""The employer's work injury insurance rate and what it makes of the payroll (工伤保险费率)."""

from __future__ import annotations

from renshe.engine.authoring import (
    Money,
    Rate,
    Scale,
    condition,
    eligibility,
    half_up_to_fen,
    half_up_to_millionth,
    rule,
)


@condition(cites="mohrss-2015-71/1", otherwise="not_an_industry_class")
def is_industry_class(industry_category: int) -> bool:
    """There are eight classes of industry; below the first the scale of base rates has no step."""
    return industry_category <= 8


@condition(cites=["mohrss-2015-71/2.first_class", "mohrss-2015-71/2.other_classes"], otherwise="not_a_floating_step")
def is_floating_step(
    floating_coefficient: Rate,
    unfloated_coefficient: Rate,
    raised_coefficient: Rate,
    raised_twice_coefficient: Rate,
    industry_category: int,
    lowered_coefficient: Rate,
    lowered_twice_coefficient: Rate,
) -> bool:
    """A rate floats by fixed steps; the first class, whose rate is the lowest, does not float downwards."""
    if floating_coefficient == unfloated_coefficient:
        return True
    if floating_coefficient == raised_coefficient:
        return True
    if floating_coefficient == raised_twice_coefficient:
        return True
    if industry_category <= 1:
        return False
    if floating_coefficient == lowered_coefficient:
        return True
    return floating_coefficient == lowered_twice_coefficient


work_injury_rate_assessable = eligibility(
    cites=["mohrss-2015-71/1", "mohrss-2015-71/2.first_class", "mohrss-2015-71/2.other_classes"],
    requires=[is_industry_class, is_floating_step],
)


@rule(
    cites=["sc-2010-586/8.3", "npc-2010-sil/34.1", "mohrss-2015-71/2.base"],
    reasons_from=[work_injury_rate_assessable],
)
def current_work_injury_rate(
    work_injury_rate_assessable: bool,
    work_injury_class_rate: Scale[Rate],
    industry_category: int,
    floating_coefficient: Rate,
) -> Rate:
    """Where nobody states the rate that was set: the base rate of the class, floated by the employer's step."""
    if not work_injury_rate_assessable:
        return Rate(0)
    return half_up_to_millionth(work_injury_class_rate.at(industry_category) * floating_coefficient)


@rule(cites="sc-2010-586/8.3")
def work_injury_rate(current_work_injury_rate: Rate, work_injury_rate_coefficient: Rate) -> Rate:
    """The rate the agency has set, times what a phased cut leaves of it."""
    return half_up_to_millionth(current_work_injury_rate * work_injury_rate_coefficient)


@rule(cites="sc-2010-586/10.2")
def work_injury_contribution(contribution_base_total: Money, work_injury_rate: Rate) -> Money:
    """Payroll times rate, to the fen; relief comes after."""
    return half_up_to_fen(contribution_base_total * work_injury_rate)
