"""Layoffs under article 41 of the Labour Contract Law (裁员报告): when they are reported, how, and to whom."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Day, any_of, collect, condition, eligibility, rule

TRIGGER = "tj-rsb-2020-91/4.2.trigger"
EXPLAIN = "tj-rsb-2020-91/4.2.explain"
REPORT = "tj-rsb-2020-91/4.2.report"
ESCALATE = "tj-rsb-2020-91/4.2.escalate"


@condition(cites=TRIGGER, otherwise="not_article_41_layoff")
def laid_off_under_article_41(layoff_under_article_41: bool) -> bool:
    """The employer dismisses for economic reasons; contracts that merely end do not count."""
    return layoff_under_article_41


@condition(cites=TRIGGER, otherwise="fewer_than_20_laid_off")
def at_least_20_laid_off(layoff_count: int) -> bool:
    """Twenty people or more."""
    return layoff_count >= 20


@condition(cites=TRIGGER, otherwise="less_than_a_tenth_laid_off")
def at_least_a_tenth_laid_off(layoff_count: int, employee_count: int) -> bool:
    """Fewer, but 10% of the staff or more, the staff counted before the layoff."""
    return layoff_count * 10 >= employee_count


layoff_threshold_reached = any_of(
    at_least_20_laid_off, at_least_a_tenth_laid_off, cites=TRIGGER, otherwise="below_layoff_threshold"
)

layoff_report_required = eligibility(cites=TRIGGER, requires=[laid_off_under_article_41, layoff_threshold_reached])


@rule(cites=EXPLAIN)
def earliest_layoff_date(layoff_explanation_date: Day) -> Day:
    """The thirtieth day after the union or the staff were told."""
    return layoff_explanation_date + 30


@condition(cites=EXPLAIN, otherwise="less_than_30_days_notice")
def layoff_noticed_30_days_ahead(layoff_date: Day, earliest_layoff_date: Day) -> bool:
    """Nobody is laid off before that day."""
    return layoff_date >= earliest_layoff_date


@condition(cites=[EXPLAIN, REPORT], otherwise="opinions_not_heard")
def layoff_opinions_heard(opinions_heard: bool) -> bool:
    """The union or the staff were heard."""
    return opinions_heard


layoff_procedure_compliant = eligibility(cites=EXPLAIN, requires=[layoff_noticed_30_days_ahead, layoff_opinions_heard])


@condition(cites=REPORT, otherwise="layoff_plan_missing")
def layoff_plan_enclosed(layoff_plan_submitted: bool) -> bool:
    """The report comes with the layoff plan."""
    return layoff_plan_submitted


@condition(cites=REPORT, otherwise="layoff_report_form_missing")
def layoff_report_form_enclosed(layoff_report_form_submitted: bool) -> bool:
    """The report comes on the city's form."""
    return layoff_report_form_submitted


@condition(cites=REPORT, otherwise="layoff_reported_elsewhere")
def layoff_reported_to_district(report_recipient: Choice) -> bool:
    """It goes to the district in which the employer is located, not to where it is insured."""
    return report_recipient == "district_of_location"


layoff_report_accepted = eligibility(
    cites=REPORT,
    requires=[layoff_opinions_heard, layoff_plan_enclosed, layoff_report_form_enclosed, layoff_reported_to_district],
)

layoff_report_missing_materials = collect(
    [("layoff_plan", layoff_plan_enclosed), ("layoff_report_form", layoff_report_form_enclosed)],
    cites=REPORT,
    missing=True,
)


@condition(cites=ESCALATE, otherwise="not_more_than_50_laid_off")
def more_than_50_laid_off(layoff_report_required: bool, layoff_count: int) -> bool:
    """Above fifty the district reports on to the city; a layoff that needs no report never gets there."""
    if not layoff_report_required:
        return True
    return layoff_count > 50


layoff_report_to_city_required = eligibility(cites=ESCALATE, requires=[layoff_report_required, more_than_50_laid_off])
