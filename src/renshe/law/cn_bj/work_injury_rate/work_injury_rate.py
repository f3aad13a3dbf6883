"""Beijing's phased cut of the work injury rate, also for builders insured by project (阶段性降低费率)."""

from __future__ import annotations

from renshe.engine.authoring import Month, MonthWindow, Rate, half_up_to_millionth, rule


@rule(cites=["sc-2010-586/8.3", "bj-rsf-2020-4/1", "bj-rsf-2020-4/2", "bj-rsf-2020-4-jd/3.2"])
def work_injury_rate(
    month: Month,
    project_work_injury_window: MonthWindow,
    project_based_insured: bool,
    project_work_injury_rate: Rate,
    current_work_injury_rate: Rate,
    work_injury_rate_coefficient: Rate,
) -> Rate:
    """One rate for projects while it lasts; else the rate that was set, times the coefficient of the month."""
    if project_work_injury_window.holds(month) and project_based_insured:
        return project_work_injury_rate
    return half_up_to_millionth(current_work_injury_rate * work_injury_rate_coefficient)


@rule(cites=["bj-rsf-2020-4/3", "bj-rsf-2020-4-jd/3.3"])
def adjusted_work_injury_rate(work_injury_rate: Rate) -> Rate:
    """The rate from which a floating rate starts while the cut lasts: the lowered one."""
    return work_injury_rate


@rule(cites=["bj-rsf-2020-4/3", "bj-rsf-2020-4-jd/3.3"])
def floating_work_injury_rate(adjusted_work_injury_rate: Rate, floating_coefficient: Rate) -> Rate:
    """First lowered, then floated."""
    return half_up_to_millionth(adjusted_work_injury_rate * floating_coefficient)
