"""Unemployment benefit (失业保险金): who may draw it, for how long at most, and a schedule of months.

How many months are granted under the ceiling, and how much a month, is for each place to say.
"""

from __future__ import annotations

from renshe.engine.authoring import Money, Month, Months, Scale, condition, eligibility, reducer, rule, series


@condition(
    cites=["npc-2010-sil/45.1", "sc-1999-258/14.1", "mohrss-2020-40/2.1"], otherwise="contribution_months_below_12"
)
def contributed_one_year(contribution_months: Months) -> bool:
    """At least one year of contributions in all."""
    return contribution_months >= 12


@condition(
    cites=["npc-2010-sil/45.2", "sc-1999-258/14.2", "mohrss-2020-40/2.1"], otherwise="not_involuntary_termination"
)
def involuntarily_unemployed(involuntary_termination: bool) -> bool:
    """The job was lost against the person's will."""
    return involuntary_termination


@condition(cites=["npc-2010-sil/45.3", "sc-1999-258/14.3", "mohrss-2020-40/2.1"], otherwise="not_registered_unemployed")
def registered_for_benefit(registered_unemployed: bool) -> bool:
    """Registered as unemployed."""
    return registered_unemployed


@condition(cites=["npc-2010-sil/45.3", "sc-1999-258/14.3", "mohrss-2020-40/2.1"], otherwise="not_job_seeking")
def seeking_work_for_benefit(job_seeking: bool) -> bool:
    """Wants to be helped to work."""
    return job_seeking


unemployment_benefit_eligible = eligibility(
    cites=["npc-2010-sil/45.1", "npc-2010-sil/45.2", "npc-2010-sil/45.3", "mohrss-2020-40/2.1"],
    requires=[contributed_one_year, involuntarily_unemployed, registered_for_benefit, seeking_work_for_benefit],
)


@rule(cites=["npc-2010-sil/46.1", "npc-2010-sil/46.2", "sc-1999-258/17"], reasons_from=[contributed_one_year])
def unemployment_benefit_months_ceiling(
    contributed_one_year: bool,
    contribution_months: Months,
    unclaimed_benefit_months: Months,
    unemployment_benefit_ceiling_steps: Scale[Months],
) -> Months:
    """The most that any place may grant; months left over from an earlier spell count, up to the highest step."""
    if not contributed_one_year:
        return 0
    own = unemployment_benefit_ceiling_steps.at(contribution_months)
    return min(own + unclaimed_benefit_months, unemployment_benefit_ceiling_steps.highest)


@rule(cites=["npc-2010-sil/48", "mohrss-2020-40/2.2"], reasons_from=[unemployment_benefit_eligible])
def medical_contribution_paid_by_fund(unemployment_benefit_eligible: bool) -> bool:
    """The fund pays the medical insurance contribution of whoever draws the benefit."""
    return unemployment_benefit_eligible


unemployment_benefit_schedule = series(
    "unemployment_benefit_monthly",
    cites="sc-1999-258/16.3",
    first="first_benefit_month",
    count="number_of_months",
    vary={"receipt_month_number": "first_receipt_month_number"},
)


@reducer(cites="sc-1999-258/16.3", reasons_from=[unemployment_benefit_schedule])
def unemployment_benefit_total(unemployment_benefit_schedule: tuple[Money, ...]) -> Money:
    """All months of the schedule together."""
    return Money(sum(int(amount) for amount in unemployment_benefit_schedule))


@rule(cites="sc-1999-258/16.3")
def receipt_month_number_at_start() -> int:
    """A plan begins with the first month of the spell."""
    return 1


unemployment_benefit_plan = series(
    "unemployment_benefit_monthly",
    cites="sc-1999-258/16.3",
    first="first_benefit_month",
    count="unemployment_benefit_months",
    vary={"receipt_month_number": "receipt_month_number_at_start"},
)


@reducer(cites="sc-1999-258/16.3", reasons_from=[unemployment_benefit_plan])
def unemployment_benefit_plan_total(unemployment_benefit_plan: tuple[Money, ...]) -> Money:
    """All months granted together."""
    return Money(sum(int(amount) for amount in unemployment_benefit_plan))


@rule(cites="npc-2010-sil/50.3", reasons_from=["unemployment_benefit_months"])
def unemployment_benefit_last_month(unemployment_benefit_months: Months, first_benefit_month: Month) -> Month | None:
    """The last month granted, counted from the first; where no month is granted there is none."""
    if unemployment_benefit_months == 0:
        return None
    return first_benefit_month + unemployment_benefit_months - 1
