"""What Shanghai adds to the phased relief: individual businesses in its own words, and new building projects."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Day, MonthWindow, condition, eligibility, month_of

individual_business_covered = eligibility(
    cites=["mohrss-2020-18/individual_business", "sh-note-waiver-2020/1.1"],
    requires=["individual_business_insured_as_employer"],
)


@condition(
    cites=["sh-project-relief-2020/1", "sh-note-waiver-2020/1.3"],
    otherwise="project_not_started_in_relief_period",
)
def project_started_in_relief_period(
    relief_open_to_payer: bool,
    insurance: Choice,
    project_based_insured: bool,
    new_construction_project: bool,
    project_start_date: Day,
    full_waiver_payer: bool,
    full_waiver_window: MonthWindow,
    other_payer_relief_window: MonthWindow,
) -> bool:
    """A building project insured by itself was begun in the relief period of its builder."""
    if not relief_open_to_payer or insurance != "work_injury" or not project_based_insured:
        return True
    if not new_construction_project:
        return False
    if full_waiver_payer:
        return full_waiver_window.holds(month_of(project_start_date))
    return other_payer_relief_window.holds(month_of(project_start_date))


contribution_relief_eligible = eligibility(
    cites=[
        "sh-project-relief-2020/2",
        "sh-note-waiver-2020/0.def",
        "sh-note-waiver-2020/1.1",
        "sh-note-waiver-2020/1.2",
        "sh-note-waiver-2020/1.2.ex",
        "sh-note-waiver-2020/1.3",
    ],
    requires=["relief_open_to_payer", project_started_in_relief_period, "within_relief_period"],
)
