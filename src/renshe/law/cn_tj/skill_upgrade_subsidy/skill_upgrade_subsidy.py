"""Subsidies for a higher education or a professional title (学历、职称提升补贴): who is eligible for which."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Day, Months, Window, condition, eligibility, rule

NOTICE = "tj-rsb-2020-84/4.a"


@condition(cites="tj-rsb-2020-84/1.scope", otherwise="not_in_service")
def skill_upgrade_applicant_in_service(in_service: bool) -> bool:
    """In service when the application is made."""
    return in_service


@condition(cites="tj-rsb-2020-84/1.scope", otherwise="not_insured")
def skill_upgrade_applicant_insured(insured: bool) -> bool:
    """Insured in the city."""
    return insured


@condition(cites=["tj-rsb-2020-84/1.1.1", "tj-rsb-2020-84/3.1"], otherwise="no_academic_certificate")
def academic_certificate_held(academic_certificate_obtained: bool, education_level: Choice) -> bool:
    """An academic certificate of junior-college level or above; a degree certificate alone is none."""
    return academic_certificate_obtained and education_level in ("junior_college", "bachelor", "master", "doctor")


@condition(cites="tj-rsb-2020-84/1.2.1", otherwise="qualification_not_listed")
def title_certificate_listed(qualification_listed: bool) -> bool:
    """A certificate that the annexed table lists."""
    return qualification_listed


@condition(cites=["tj-rsb-2020-84/1.1.2", "tj-rsb-2020-84/1.2.2"], otherwise="contribution_months_below_36")
def contributed_36_months(contribution_months: Months) -> bool:
    """At least 36 months of unemployment insurance contributions in all when the application is made."""
    return contribution_months >= 36


@condition(cites=NOTICE, otherwise="before_effective_date")
def skill_upgrade_notice_has_taken_effect(date: Day, skill_upgrade_notice_window: Window) -> bool:
    """The notice decides no application made before it was signed."""
    return date >= skill_upgrade_notice_window.first


@condition(cites=NOTICE, otherwise="after_expiry_date")
def skill_upgrade_notice_has_not_expired(
    date: Day, within_twelve_month_period: bool, skill_upgrade_notice_window: Window
) -> bool:
    """Nor any made after its last day, though the twelve months run on; what is out of time fails for that alone."""
    if not within_twelve_month_period:
        return True
    return date <= skill_upgrade_notice_window.last


education_upgrade_subsidy_eligible = eligibility(
    cites=["tj-rsb-2020-84/1.scope", "tj-rsb-2020-84/1.1.1", "tj-rsb-2020-84/1.1.2"],
    requires=[
        skill_upgrade_applicant_in_service,
        skill_upgrade_applicant_insured,
        academic_certificate_held,
        contributed_36_months,
        "within_twelve_month_period",
        skill_upgrade_notice_has_taken_effect,
        skill_upgrade_notice_has_not_expired,
    ],
)

professional_title_subsidy_eligible = eligibility(
    cites=["tj-rsb-2020-84/1.scope", "tj-rsb-2020-84/1.2.1", "tj-rsb-2020-84/1.2.2"],
    requires=[
        skill_upgrade_applicant_in_service,
        skill_upgrade_applicant_insured,
        title_certificate_listed,
        contributed_36_months,
        "within_title_application_period",
        skill_upgrade_notice_has_taken_effect,
        skill_upgrade_notice_has_not_expired,
    ],
)


@rule(cites="tj-rsb-2020-84/3.3.a")
def professional_title_level(title_level_listed: bool, listed_title_level: Choice) -> Choice:
    """The level the table gives; a title without one counts as junior."""
    if not title_level_listed:
        return "junior"
    return listed_title_level
