"""When the unemployment subsidy stops (失业补助金停发), and what has been drawn by then."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Money, Months, cause, causes, rule


@cause(cites=["mohrss-2020-40/3.5.1", "mohrss-2020-40/3.2"], code="term_expired")
def unemployment_subsidy_term_used_up(months_received: Months, unemployment_subsidy_term: Months) -> bool:
    """As many months were drawn as the term has."""
    return months_received >= unemployment_subsidy_term


@cause(cites="mohrss-2020-40/3.5.2", code="hired_and_insured")
def subsidy_recipient_hired_and_insured(event: Choice, newly_insured: bool) -> bool:
    """An employer hired the person and insured them; one without the other is not enough."""
    return event == "hired" and newly_insured


unemployment_subsidy_stop_cause = causes(
    unemployment_subsidy_term_used_up,
    subsidy_recipient_hired_and_insured,
    cites=[
        "mohrss-2020-40/3.5.1",
        "mohrss-2020-40/3.5.2",
        "mohrss-2020-40/3.5.3",
        "mohrss-2020-40/3.5.4",
        "mohrss-2020-40/3.5.5",
        "mohrss-2020-40/3.5.6",
        "mohrss-2020-40/3.5.7",
    ],
    code_from="event",
    except_=[
        "none",
        "hired",
        "unemployment_contribution_resumed",
        "other_statutory",
        "enrolled_in_school",
        "uncontactable_6_months",
    ],
)


@rule(cites=["mohrss-2020-40/3.5.1", "mohrss-2020-40/3.7"], reasons_from=[unemployment_subsidy_stop_cause])
def unemployment_subsidy_stopped(receiving_unemployment_subsidy: bool, unemployment_subsidy_stop_cause: bool) -> bool:
    """Payment ends; only what is being paid can end."""
    return receiving_unemployment_subsidy and unemployment_subsidy_stop_cause


@rule(cites="mohrss-2020-40/3.7")
def unemployment_subsidy_total(monthly_amount_received: Money, months_received: Months) -> Money:
    """What has been drawn so far, month by month."""
    return monthly_amount_received * months_received
