"""The base on which the housing fund is paid, where a city has no filing rules of its own (住房公积金缴存基数)."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Money, Months, half_up_to_fen, rule


@rule(cites=["sc-1999-262/16.1", "sc-1999-262/16.2"])
def previous_year_average_wage(previous_year_wage_total: Money, previous_year_months_worked: Months) -> Money:
    """Last calendar year's pay over the months worked in it."""
    return half_up_to_fen(previous_year_wage_total, previous_year_months_worked)


@rule(cites=["sc-1999-262/16.1", "sc-1999-262/17.1", "sc-1999-262/17.2"])
def housing_fund_wage(
    housing_fund_joining: Choice, previous_year_average_wage: Money, current_month_wage: Money
) -> Money:
    """Last year's average wage; for someone who has just joined the wage of the month."""
    return previous_year_average_wage if housing_fund_joining == "established" else current_month_wage


@rule(cites=["sc-1999-262/16.1", "sc-1999-262/16.2"])
def housing_fund_base(housing_fund_wage: Money, housing_fund_floor: Money, housing_fund_ceiling: Money) -> Money:
    """That wage, not under the city's floor and not above its ceiling."""
    return min(max(housing_fund_wage, housing_fund_floor), housing_fund_ceiling)
