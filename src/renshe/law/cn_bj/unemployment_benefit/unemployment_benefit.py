"""Unemployment benefit in Beijing (北京失业保险金): amount, months, and the change of July 2020."""

from __future__ import annotations

from renshe.engine.authoring import Day, Money, Months, Scale, condition, rule


@rule(
    cites=[
        "bj-gov-1999-38/19",
        "bj-rsf-2020-8a/1.1",
        "bj-rsf-2020-8a/1.2",
        "bj-rsf-2020-8a/1.3",
        "bj-rsf-2020-8a/1.4",
        "bj-rsf-2020-8a/1.5",
        "bj-rsf-2020-8a/1.6",
        "bj-rsf-2020-8a-jd/4.1",
        "bj-rsf-2020-8a-jd/4.2",
        "bj-rsf-2020-8a-jd/4.3",
    ],
    reasons_from=["unemployment_benefit_eligible"],
)
def unemployment_benefit_monthly(
    unemployment_benefit_eligible: bool,
    contribution_months: Months,
    receipt_month_number: int,
    unemployment_benefit_scale: Scale[Money],
) -> Money:
    """Monthly amount by contribution record, for those in scope; from the thirteenth month on the lowest step."""
    if not unemployment_benefit_eligible:
        return Money(0)
    if receipt_month_number >= 13:
        return unemployment_benefit_scale.lowest
    return unemployment_benefit_scale.at(contribution_months)


@rule(
    cites=[
        "bj-gov-1999-38/17.1",
        "bj-gov-1999-38/17.2",
        "bj-gov-1999-38/17.3",
        "bj-gov-1999-38/17.4",
        "bj-gov-1999-38/17.5",
        "npc-2010-sil/46.2",
    ],
    reasons_from=["unemployment_benefit_eligible"],
)
def unemployment_benefit_months(
    unemployment_benefit_eligible: bool,
    contribution_months: Months,
    unclaimed_benefit_months: Months,
    unemployment_benefit_months_steps: Scale[Months],
    unemployment_benefit_months_ceiling: Months,
) -> Months:
    """Months granted in Beijing: by steps up to five years, then one more a year, never above the national ceiling."""
    if not unemployment_benefit_eligible:
        return 0
    years_beyond_five = max(contribution_months - 60, 0) // 12
    own = unemployment_benefit_months_steps.at(contribution_months) + years_beyond_five
    return min(own + unclaimed_benefit_months, unemployment_benefit_months_ceiling)


@condition(
    cites=["bj-gov-1999-38/17.1", "bj-gov-1999-38/17.5", "npc-2010-sil/46.1"], otherwise="benefit_months_used_up"
)
def receipt_month_within_term(
    unemployment_benefit_eligible: bool, receipt_month_number: int, unemployment_benefit_months: Months
) -> bool:
    """The month paid for is one of those granted; whoever is granted none is told why elsewhere."""
    if not unemployment_benefit_eligible:
        return True
    return receipt_month_number <= unemployment_benefit_months


@condition(cites=["bj-rsf-2020-8a/4", "bj-rsf-2020-8a/3"], otherwise="lump_sum_claimed_before_2020_07_01")
def top_up_payable(lump_sum_benefit_claimed: bool, lump_sum_claim_date: Day, raised_benefit_first_day: Day) -> bool:
    """The raised amounts reach every month from July 2020 on, but not a lump sum drawn before."""
    return not lump_sum_benefit_claimed or lump_sum_claim_date >= raised_benefit_first_day


@rule(cites=["bj-rsf-2020-8a/0", "bj-rsf-2020-8a/3", "bj-rsf-2020-8a/4"], reasons_from=[top_up_payable])
def top_up_amount(
    top_up_payable: bool, months_paid_at_previous_standard: Months, unemployment_benefit_increase: Money
) -> Money:
    """The rise for each month from July 2020 on that was paid at the earlier amount."""
    if not top_up_payable:
        return Money(0)
    return unemployment_benefit_increase * months_paid_at_previous_standard
