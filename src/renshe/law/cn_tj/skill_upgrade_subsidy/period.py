"""The application period: the date of the certificate, twelve months from it, and the longer period for titles."""

from __future__ import annotations

from renshe.engine.authoring import (
    Choice,
    Day,
    PartialDay,
    complete_partial_day,
    condition,
    months_after,
    reducer,
    rule,
)

OUTSIDE = "outside_application_window"


@reducer(cites=["tj-rsb-2020-84/3.2.a", "tj-rsb-2020-84/3.2.b", "tj-rsb-2020-84/3.2.c"])
def certificate_date(certificate_dates: tuple[PartialDay, ...]) -> Day | None:
    """The last of the dates on the certificate, a month completed to its last day; none where it bears no date."""
    return max((complete_partial_day(day) for day in certificate_dates), default=None)


@rule(cites="tj-rsb-2020-84/1.window")
def twelve_month_due(certificate_date: Day | None) -> Day | None:
    """Twelve months from the certificate; a last day on a day off does not move on."""
    if certificate_date is None:
        return None
    return months_after(certificate_date, 12)


@rule(cites="tj-rsb-2020-84/3.3.b")
def title_period_extended(qualified_after_document_23: bool, not_processed_reason: Choice) -> bool:
    """Qualified after document 23 and held up by data, levels or look-ups, not by an oversight of one's own."""
    return qualified_after_document_23 and not_processed_reason in (
        "information_update_slow",
        "no_matching_level",
        "not_found",
        "other_similar",
    )


@rule(cites=["tj-rsb-2020-84/1.window", "tj-rsb-2020-84/3.3.b"])
def application_due(
    subsidy_type: Choice, twelve_month_due: Day | None, extended_title_due: Day, title_period_extended: bool
) -> Day | None:
    """The last day to apply; none where the certificate bears no date and nothing extends the period."""
    if subsidy_type == "education_upgrade":
        return twelve_month_due
    if twelve_month_due is not None and twelve_month_due >= extended_title_due:
        return twelve_month_due
    if title_period_extended:
        return extended_title_due
    return twelve_month_due


@condition(cites="tj-rsb-2020-84/1.window", otherwise=OUTSIDE)
def within_twelve_month_period(date: Day, twelve_month_due: Day | None) -> bool:
    """Applied within the twelve months; a certificate without a date starts none."""
    return twelve_month_due is not None and date <= twelve_month_due


@condition(cites=["tj-rsb-2020-84/1.window", "tj-rsb-2020-84/3.3.b"], otherwise=OUTSIDE)
def within_title_application_period(
    date: Day, within_twelve_month_period: bool, extended_title_due: Day, title_period_extended: bool
) -> bool:
    """Applied within the twelve months, or within the longer period where that applies."""
    if within_twelve_month_period:
        return True
    return date <= extended_title_due and title_period_extended


@condition(cites=["tj-rsb-2020-84/1.window", "tj-rsb-2020-84/3.3.b"], otherwise=OUTSIDE)
def within_application_period(
    subsidy_type: Choice, within_twelve_month_period: bool, within_title_application_period: bool
) -> bool:
    """Applied in time for the subsidy applied for."""
    if subsidy_type == "education_upgrade":
        return within_twelve_month_period
    return within_title_application_period
