"""Contributions of 2020 paid later: enterprises in severe difficulty, and people insured on their own (缓缴与补缴)."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Day, Month, Months, MonthWindow, Window, condition, eligibility, rule


@condition(cites=["mohrss-2020-11/3", "mohrss-2020-49/2"], otherwise="no_severe_difficulty")
def in_severe_difficulty(severe_difficulty_due_to_epidemic: bool) -> bool:
    """The epidemic has brought the enterprise into severe difficulty."""
    return severe_difficulty_due_to_epidemic


@condition(cites=["mohrss-2020-11/3", "mohrss-2020-49/2"], otherwise="deferral_not_approved")
def deferral_approved(severe_difficulty_due_to_epidemic: bool, contribution_deferral_approved: bool) -> bool:
    """The deferral was applied for and granted. Without severe difficulty there is nothing to grant."""
    return not severe_difficulty_due_to_epidemic or contribution_deferral_approved


@condition(cites=["mohrss-2020-11/3", "mohrss-2020-49/2"], otherwise="after_deferral_period")
def within_deferral_period(date: Day, contribution_deferral_window: Window) -> bool:
    """The day is not after the last one to which payment may be put off."""
    return contribution_deferral_window.holds(date)


employer_deferral_allowed = eligibility(
    cites=["mohrss-2020-11/3", "mohrss-2020-49/2", "mohrss-2020-49/4"],
    requires=[in_severe_difficulty, within_deferral_period],
)

contribution_deferral_in_effect = eligibility(
    cites=["mohrss-2020-11/3", "mohrss-2020-49/2"],
    requires=[in_severe_difficulty, deferral_approved, within_deferral_period],
)


@condition(cites="mohrss-2020-49/5.1", otherwise="no_real_difficulty")
def in_real_difficulty(real_difficulty: bool) -> bool:
    """The person has real difficulty in paying."""
    return real_difficulty


@condition(cites="mohrss-2020-49/5.1", otherwise="insurance_not_pension")
def is_pension_contribution(insurance: Choice) -> bool:
    """Only the pension contribution may be put off."""
    return insurance == "pension"


@condition(cites=["mohrss-2020-49/5.1", "mohrss-2020-49/5.3"], otherwise="month_not_in_2020")
def deferred_month_in_2020(deferred_month: Month, deferrable_months: MonthWindow) -> bool:
    """The month is one of 2020."""
    return deferrable_months.holds(deferred_month)


@condition(cites="mohrss-2020-49/5.1", otherwise="deferral_not_chosen")
def deferral_chosen(voluntary_deferral: bool) -> bool:
    """The person wishes to put it off; nobody else decides that."""
    return voluntary_deferral


individual_deferral_allowed = eligibility(
    cites="mohrss-2020-49/5.1",
    requires=[in_real_difficulty, is_pension_contribution, deferred_month_in_2020, deferral_chosen],
)


@rule(
    cites=["mohrss-2020-49/2", "mohrss-2020-49/5.1"],
    reasons_from=[individual_deferral_allowed, employer_deferral_allowed],
)
def contribution_deferral_allowed(
    insured_as_individual: bool, individual_deferral_allowed: bool, employer_deferral_allowed: bool
) -> bool:
    """Whether payment may be put off, on the terms of a person insured alone or of an enterprise."""
    return individual_deferral_allowed if insured_as_individual else employer_deferral_allowed


@condition(cites="mohrss-2020-49/5.3", otherwise="not_insured_as_individual")
def insured_on_their_own(insured_as_individual: bool) -> bool:
    """The person is insured as an individual."""
    return insured_as_individual


@condition(cites="mohrss-2020-49/5.3", otherwise="after_back_payment_deadline")
def within_back_payment_period(date: Day, back_payment_window: Window) -> bool:
    """It is paid no later than the last day for paying it."""
    return back_payment_window.holds(date)


back_payment_allowed = eligibility(
    cites=["mohrss-2020-49/5.3", "mohrss-2020-49/5.4"],
    requires=[
        insured_on_their_own,
        is_pension_contribution,
        deferred_month_in_2020,
        within_back_payment_period,
        "contribution_base_valid",
    ],
)


@rule(cites="mohrss-2020-49/5.2")
def contribution_months_total(contribution_months_before: Months, contribution_months_after_resuming: Months) -> Months:
    """Months of contribution in all: those before and those after the pause add up."""
    return contribution_months_before + contribution_months_after_resuming
