"""Wages for all insurances and the housing fund, filed at once for 2020: when, what, and what if not (合并申报)."""

from __future__ import annotations

from renshe.engine.authoring import (
    Day,
    Money,
    Month,
    Months,
    Rate,
    Window,
    because,
    condition,
    half_up_to_fen,
    rule,
)


@condition(cites=["bj-rsbz-2020-68/2", "bj-rsbz-2020-68-jd/3"], otherwise="outside_filing_window")
def filing_within_window(date: Day, combined_filing_window: Window) -> bool:
    """Filed on a day of the window, first and last included."""
    return combined_filing_window.holds(date)


@rule(cites="bj-rsbz-2020-68/7.1")
def individual_filing_required(
    insured_as_individual: bool, archived_at_hr_agency: bool, paid_at_street_center: bool
) -> bool:
    """Who insures themselves through an agency or a street office files a base of their own."""
    return insured_as_individual and (archived_at_hr_agency or paid_at_street_center)


@rule(cites=["bj-rsbz-2020-68/3.1", "bj-rsbz-2020-68-jd/4.2"])
def filed_wage(previous_year_wage_total: Money, previous_year_months_worked: Months) -> Money:
    """The wage to be filed: last calendar year's pay over the months worked in it."""
    return half_up_to_fen(previous_year_wage_total, previous_year_months_worked)


@rule(cites=["bj-rsbz-2020-68/3.2", "bj-rsbz-2020-68-jd/4.3"])
def wage_entry_accepted() -> bool:
    """Whatever was earned may be entered: bounds apply on assessment only."""
    return True


@rule(cites=["bj-rsbz-2020-68/3.2", "bj-rsbz-2020-68-jd/4.3"])
def recorded_wage(filed_wage: Money) -> Money:
    """What the systems keep of a filing: the wage as it was filed."""
    return filed_wage


@rule(cites="bj-rsbz-2020-68/4")
def late_filing_uplift_applied(filed_within_window: bool) -> bool:
    """An employer that did not file in time is assessed with the uplift."""
    return not filed_within_window


@rule(cites=["bj-rsbz-2020-68/4", "npc-2010-sil/62.1"])
def contribution_determined(
    late_filing_uplift_applied: bool, previous_month_contribution: Money | None, late_filing_uplift: Rate
) -> Money | None:
    """The contribution assessed instead of a filing, as the law has it: by the amount paid for the month before."""
    if not late_filing_uplift_applied:
        return None
    if previous_month_contribution is None:
        return because(None, "no_previous_month_contribution", cites="sc-1999-259/10.2.fallback")
    return half_up_to_fen(previous_month_contribution * late_filing_uplift)


@rule(cites="bj-rsbz-2020-68/4")
def wage_determined_by_uplift(
    late_filing_uplift_applied: bool, previous_month_wage: Money, late_filing_uplift: Rate
) -> Money | None:
    """The other reading, by the notice's own word: the wage of the month before with the uplift."""
    if not late_filing_uplift_applied:
        return None
    return half_up_to_fen(previous_month_wage * late_filing_uplift)


@rule(cites="bj-rsbz-2020-68/4")
def effective_month(late_filing_uplift_applied: bool, late_filing_uplift_first_month: Month) -> Month | None:
    """The month from which the assessed contribution is due; none for who filed in time."""
    if not late_filing_uplift_applied:
        return None
    return late_filing_uplift_first_month
