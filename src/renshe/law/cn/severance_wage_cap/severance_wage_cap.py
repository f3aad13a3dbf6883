"""Severance pay (经济补偿): what one month counts, for how many months, and what is owed.

Whether severance is owed at all (article 46) is not asked here: these are the amounts where it is.
Months are counted in halves, so that half a month stays a whole number.
"""

from __future__ import annotations

from renshe.engine.authoring import Day, Money, Months, because, half_up_to_fen, month_of, months_after, rule


@rule(cites=["npcsc-2007-65/47.3", "sc-2008-535/27.3"])
def monthly_wage(wages_before_termination: Money, months_worked_before_termination: Months) -> Money:
    """The average of the last twelve months' gross pay, or of as many months as were worked."""
    return half_up_to_fen(wages_before_termination, min(months_worked_before_termination, 12))


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


@rule(cites=["npcsc-2007-65/97.3", "sc-2008-535/25.2"])
def severance_counts_from(
    service_start_date: Day, labour_contract_law_first_day: Day, termination_unlawful: bool
) -> Day:
    """The first day of service that counts: years before the law are paid by the rules of their time.

    Damages for an unlawful termination count from the first day of work.
    """
    if service_start_date < labour_contract_law_first_day and not termination_unlawful:
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


@rule(cites=["npcsc-2007-65/47.1", "sc-2008-535/25.1"], reasons_from=[severance_half_months])
def severance_pay(termination_unlawful: bool, severance_wage_base: Money, severance_half_months: int) -> Money:
    """The amount: half a month's wage for each half month; nothing beside damages."""
    if termination_unlawful:
        return because(Money(0), "damages_instead_of_severance", cites="sc-2008-535/25.1")
    return half_up_to_fen(severance_wage_base * severance_half_months, 2)


@rule(
    cites=["npcsc-2007-65/87", "npcsc-2007-65/48", "sc-2008-535/25.2"],
    reasons_from=[severance_half_months],
)
def unlawful_termination_damages(
    termination_unlawful: bool, severance_wage_base: Money, severance_half_months: int
) -> Money:
    """Twice the severance: a whole month's wage for each half month."""
    if not termination_unlawful:
        return because(Money(0), "termination_not_unlawful")
    return severance_wage_base * severance_half_months


@rule(cites=["npcsc-2007-65/40", "sc-2008-535/20"])
def notice_pay(dismissed_under_article_40: bool, written_notice_days: int, last_month_wage: Money) -> Money:
    """A month's wage, that of the month before, in place of thirty days' written notice."""
    if not dismissed_under_article_40:
        return because(Money(0), "not_dismissed_under_article_40")
    if written_notice_days >= 30:
        return because(Money(0), "thirty_days_notice_given")
    return last_month_wage
