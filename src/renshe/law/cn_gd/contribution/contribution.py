"""Guangdong's unemployment rate floats with how much an employer's people have drawn (失业保险浮动费率)."""

from __future__ import annotations

from renshe.engine.authoring import Rate, half_up_to_millionth, rule


@rule(cites=["gd-rsf-2019-28/tiers", "gd-rsf-2020-70/2"])
def unemployment_floating_coefficient(
    unemployment_insured_under_five_years: bool,
    new_payer_floating_coefficient: Rate,
    tier_floating_coefficient: Rate,
) -> Rate:
    """By the tier of the employer's claims; who has been insured for under five years has none yet."""
    if unemployment_insured_under_five_years:
        return new_payer_floating_coefficient
    return tier_floating_coefficient


@rule(cites=["gd-rsf-2015-8/1", "gd-rsf-2019-28/1", "gd-rsf-2020-70/1", "gd-rsf-2020-70/2"])
def unemployment_employer_rate(unemployment_base_rate: Rate, unemployment_floating_coefficient: Rate) -> Rate:
    """The employer's rate times the coefficient of its tier."""
    return half_up_to_millionth(unemployment_base_rate * unemployment_floating_coefficient)
