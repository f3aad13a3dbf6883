"""Severance pay (经济补偿): what one month counts, for how many months, and what is owed.

Whether severance is owed at all (article 46) is not asked here: these are the amounts where it is.
Months are counted in halves, so that half a month stays a whole number.
"""

from __future__ import annotations

from renshe.engine.authoring import Day, Money, because, half_up_to_fen, month_of, months_after, rule


@rule(cites="npcsc-2007-65/47.2")
def severance_wage_cap(average_wage_monthly: Money) -> Money:
    """The most that one month of severance counts: three times the local average wage."""
    return average_wage_monthly * 3


@rule(cites=["npcsc-2007-65/47.2", "npcsc-2007-65/47.3", "sc-2008-535/27.1", "sc-2008-535/27.2"])
def severance_wage_base(
    wage_below_minimum: bool, monthly_wage: Money, local_minimum_wage: Money, severance_wage_cap: Money
) -> Money:
    """The person's own average wage, not under the minimum wage and not above the cap."""
    if wage_below_minimum:
        return max(monthly_wage, local_minimum_wage)
    return min(monthly_wage, severance_wage_cap)


@rule(cites="npcsc-2007-65/97.3")
def severance_counts_from(service_start_date: Day, labour_contract_law_first_day: Day) -> Day:
    """The first day of service that counts: years before the law are paid by the rules of their time."""
    if service_start_date < labour_contract_law_first_day:
        return because(labour_contract_law_first_day, "service_before_2008_counted_apart")
    return service_start_date


@rule(cites="npcsc-2007-65/47.1", reasons_from=[severance_counts_from])
def service_half_months(severance_counts_from: Day, termination_date: Day) -> int:
    """Half months owed for the service, its last day included; someone who never began has none.

    A full year is two halves, and so are six months and more of a year begun; less is one.
    """
    # Service ends at the midnight after its last day.
    end = max(termination_date + 1, severance_counts_from)
    half_years = (month_of(end) - month_of(severance_counts_from)) // 6
    completed = half_years if months_after(severance_counts_from, half_years * 6) <= end else half_years - 1
    full_years_to_the_day = completed % 2 == 0 and months_after(severance_counts_from, completed * 6) == end
    return completed if full_years_to_the_day else completed + 1


@rule(cites="npcsc-2007-65/47.2", reasons_from=[service_half_months])
def severance_half_months(monthly_wage: Money, severance_wage_cap: Money, service_half_months: int) -> int:
    """Half months paid: twelve years at most, but only for a wage above the cap."""
    if monthly_wage > severance_wage_cap:
        return min(service_half_months, 24)
    return service_half_months


@rule(cites="npcsc-2007-65/47.1", reasons_from=[severance_half_months])
def severance_pay(severance_wage_base: Money, severance_half_months: int) -> Money:
    """The amount: half a month's wage for each half month."""
    return half_up_to_fen(severance_wage_base * severance_half_months, 2)
