"""What to do when the annual roster is wrong, failed, or is needed early (跨年清册更正)."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Day, Window, because, condition, eligibility, reducer, rule


@rule(
    cites=[
        "bj-rsbz-2020-68/8.4",
        "bj-rsbz-2020-68-jd/11.1",
        "bj-rsbz-2020-68-jd/11.2",
        "bj-rsbz-2020-68-jd/11.3",
    ]
)
def correction_method(
    annual_roster_approved: bool, july_remittance_completed: bool, base_adjustment_count: int
) -> Choice:
    """How an error is put right: file again, withdraw the roster, adjust once, or no more."""
    if not annual_roster_approved:
        return "file_again"
    if not july_remittance_completed:
        return "withdraw_annual_roster"
    if base_adjustment_count < 1:
        return "adjust_once"
    return because("none", "base_already_adjusted", cites="bj-rsbz-2020-68-jd/11.2")


@condition(cites=["bj-rsbz-2020-68/8.4", "bj-rsbz-2020-68-jd/11.4"], otherwise="annual_roster_approved")
def annual_roster_not_approved(annual_roster_approved: bool) -> bool:
    """The roster has not been approved: one that has is withdrawn or adjusted instead."""
    return not annual_roster_approved


@condition(cites="bj-rsbz-2020-68-jd/11.4", otherwise="after_collection_date")
def before_collection_date(housing_fund_payment_mode: Choice, date: Day, bank_collection_date: Day) -> bool:
    """By bank collection: July's collection day has not come."""
    return housing_fund_payment_mode != "bank_collection" or date < bank_collection_date


@condition(cites=["bj-rsbz-2020-68/2", "bj-rsbz-2020-68-jd/11.5"], otherwise="outside_filing_window")
def website_still_open(
    housing_fund_payment_mode: Choice, date: Day, bank_collection_date: Day, combined_filing_window: Window
) -> bool:
    """The filing window is open. For who was cut off by the collection day it no longer matters."""
    if housing_fund_payment_mode == "bank_collection" and date >= bank_collection_date:
        return True
    return combined_filing_window.holds(date)


refiling_on_hr_website_allowed = eligibility(
    cites=["bj-rsbz-2020-68/8.4", "bj-rsbz-2020-68-jd/11.4", "bj-rsbz-2020-68-jd/11.5"],
    requires=[annual_roster_not_approved, before_collection_date, website_still_open],
)


@reducer(
    cites=[
        "bj-rsbz-2020-68/9.1",
        "bj-rsbz-2020-68-jd/10.1",
        "bj-rsbz-2020-68-jd/10.3",
        "bj-rsbz-2020-68-jd/12.2",
    ]
)
def alternative_channels(new_staff: bool) -> tuple[str, ...]:
    """Other ways to file: the housing fund's own, for everyone; e-Window for staff who joined later."""
    housing_fund = ("housing_fund_website", "housing_fund_counter")
    return ("e_window", *housing_fund) if new_staff else housing_fund


@condition(cites="bj-rsbz-2020-68-jd/9.1", otherwise="june_remittance_not_completed")
def june_remitted(june_remittance_completed: bool) -> bool:
    """June has been paid."""
    return june_remittance_completed


@condition(cites=["bj-rsbz-2020-68-jd/9.1", "bj-rsbz-2020-68-jd/9.2"], otherwise="annual_roster_not_settled")
def annual_roster_settled(
    separate_annual_roster_completed: bool,
    housing_fund_payment_mode: Choice,
    date: Day,
    combined_filing_window: Window,
    annual_roster_approved: bool,
) -> bool:
    """The roster is done: with the housing fund by itself, or approved from the combined filing.

    Without bank collection the combined filing settles nothing before its window has closed.
    """
    if separate_annual_roster_completed:
        return True
    if housing_fund_payment_mode == "non_collection" and date <= combined_filing_window.last:
        return False
    return annual_roster_approved


july_remittance_allowed = eligibility(cites="bj-rsbz-2020-68-jd/9.2", requires=[june_remitted, annual_roster_settled])
