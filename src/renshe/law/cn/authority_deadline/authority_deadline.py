"""Deadlines set for authorities (机关任务期限): when a task is due, whether it is in time, how many days late."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Day, condition, eligibility, rule

TASKS = ["mohrss-2020-49/7.3", "mohrss-2020-49/7.1", "mohrss-2020-40/6.6", "spc-f-2020-158/4.2"]


@rule(cites="mohrss-2020-49/7.3")
def implementation_measures_due(notice_issued_date: Day) -> Day:
    """Ten days from the issue of the notice; the day of issue is not counted."""
    return notice_issued_date + 10


@rule(cites=TASKS)
def authority_task_due(
    authority_task: Choice,
    implementation_measures_due: Day,
    provincial_pension_pooling_due: Day,
    online_claims_due: Day,
    guidance_document_cleanup_due: Day,
) -> Day:
    """The last day of the task."""
    if authority_task == "provincial_implementation_measures":
        return implementation_measures_due
    if authority_task == "provincial_pension_pooling":
        return provincial_pension_pooling_due
    if authority_task == "online_claims":
        return online_claims_due
    return guidance_document_cleanup_due


@rule(cites=TASKS)
def authority_task_judged_on(
    date: Day, authority_task: Choice, issued_date: Day | None, completion_date: Day | None
) -> Day:
    """The day on which the task was done; while it is not done, the day of asking."""
    if authority_task == "provincial_implementation_measures":
        return date if issued_date is None else issued_date
    return date if completion_date is None else completion_date


@condition(cites=TASKS, otherwise="after_due_date")
def authority_task_timely(authority_task_judged_on: Day, authority_task_due: Day) -> bool:
    """Done by its last day, or not yet past it."""
    return authority_task_judged_on <= authority_task_due


@condition(cites=["mohrss-2020-49/7.4", "spc-f-2020-158/4.3"], otherwise="not_filed_for_record")
def authority_task_filed(authority_task: Choice, filed_for_record: bool) -> bool:
    """Measures and reviews are filed with those above; the other tasks need no filing."""
    if authority_task in ("provincial_implementation_measures", "guidance_document_cleanup"):
        return filed_for_record
    return True


authority_task_discharged = eligibility(
    cites=[*TASKS, "mohrss-2020-49/7.4", "spc-f-2020-158/4.3"], requires=[authority_task_timely, authority_task_filed]
)


@rule(cites=TASKS, reasons_from=[authority_task_timely])
def authority_task_days_late(
    authority_task_timely: bool, authority_task_judged_on: Day, authority_task_due: Day
) -> int:
    """Days past the last day; none when in time."""
    if authority_task_timely:
        return 0
    return authority_task_judged_on - authority_task_due
