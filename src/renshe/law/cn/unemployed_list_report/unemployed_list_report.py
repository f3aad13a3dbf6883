"""Reporting who became unemployed (失业人员名单告知): within how many days the employer tells the agency."""

from __future__ import annotations

from renshe.engine.authoring import Day, condition, rule


@rule(cites=["sc-1999-258/16.1", "npc-2010-sil/50.1"])
def unemployed_list_due(termination_date: Day, unemployed_list_days: int) -> Day:
    """The last day to tell; the day the contract ended is not counted."""
    return termination_date + unemployed_list_days


@condition(cites=["sc-1999-258/16.1", "npc-2010-sil/50.1"], otherwise="unemployed_list_late")
def unemployed_list_timely(unemployed_list_date: Day, unemployed_list_due: Day) -> bool:
    """The agency was told in time."""
    return unemployed_list_date <= unemployed_list_due
