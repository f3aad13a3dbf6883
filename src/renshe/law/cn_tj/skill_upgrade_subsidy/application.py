"""The application: who makes it, what goes with it, and preregistration while a title certificate is not at hand."""

from __future__ import annotations

from renshe.engine.authoring import Choice, any_of, collect, condition, eligibility, rule


@condition(cites=["tj-rsb-2020-84/1.proc", "tj-rsb-2020-84/2.2"], otherwise="applicant_not_employer")
def employer_applies(applicant_role: Choice) -> bool:
    """The employer applies for the worker."""
    return applicant_role == "employer"


@condition(cites="tj-rsb-2020-84/2.1", otherwise="verification_report_missing")
def verification_report_enclosed(verification_report_submitted: bool) -> bool:
    """The look-up report or a screenshot goes with the application."""
    return verification_report_submitted


@condition(cites=["tj-rsb-2020-84/2.1.1", "tj-rsb-2020-84/2.1.2"], otherwise="verification_site_not_named")
def verification_site_accepted(subsidy_type: Choice, verification_site: Choice) -> bool:
    """Each kind of certificate is looked up on its own websites; the list for titles is open."""
    if subsidy_type == "education_upgrade":
        return verification_site == "higher_education_student_website"
    return verification_site in (
        "national_personnel_examination_website",
        "tianjin_personnel_examination_website",
        "other_official_title_system",
    )


skill_upgrade_subsidy_missing_materials = collect(
    [("verification_report", verification_report_enclosed)], cites="tj-rsb-2020-84/2.1", missing=True
)

skill_upgrade_subsidy_application_accepted = eligibility(
    cites=["tj-rsb-2020-84/1.proc", "tj-rsb-2020-84/2.1"],
    requires=[
        employer_applies,
        verification_report_enclosed,
        "within_application_period",
        "skill_upgrade_notice_has_taken_effect",
        "skill_upgrade_notice_has_not_expired",
    ],
)


@condition(cites="tj-rsb-2020-84/2.2", otherwise="not_professional_title_subsidy")
def professional_title_subsidy_applied_for(subsidy_type: Choice) -> bool:
    """Only the title subsidy may be preregistered."""
    return subsidy_type == "professional_title"


@condition(cites="tj-rsb-2020-84/2.2.1", otherwise="title_certificate_found_online")
def title_certificate_not_found_online(
    certificate_unavailable_reason: Choice | None, title_certificate_obtained: bool, found_on_website: bool
) -> bool:
    """The certificate is held, but the website does not show it yet."""
    return (
        certificate_unavailable_reason is not None
        and certificate_unavailable_reason == "website_data_lag"
        and title_certificate_obtained
        and not found_on_website
    )


@condition(cites="tj-rsb-2020-84/2.2.2", otherwise="title_certificate_not_issued_late")
def title_certificate_issued_late(certificate_unavailable_reason: Choice | None) -> bool:
    """Much time lies between the date of the certificate and its receipt."""
    return certificate_unavailable_reason is not None and certificate_unavailable_reason == "issuance_gap"


preregistration_ground = any_of(
    title_certificate_not_found_online,
    title_certificate_issued_late,
    cites=["tj-rsb-2020-84/2.2.1", "tj-rsb-2020-84/2.2.2"],
    otherwise="no_preregistration_ground",
)

preregistration_allowed = eligibility(
    cites="tj-rsb-2020-84/2.2",
    requires=[
        professional_title_subsidy_applied_for,
        employer_applies,
        preregistration_ground,
        "within_application_period",
        "skill_upgrade_notice_has_taken_effect",
        "skill_upgrade_notice_has_not_expired",
    ],
)


@rule(
    cites=["tj-rsb-2020-84/1.window", "tj-rsb-2020-84/2.2"],
    reasons_from=["within_application_period", skill_upgrade_subsidy_application_accepted],
)
def application_status(
    within_application_period: bool,
    skill_upgrade_subsidy_application_accepted: bool,
    employer_applies: bool,
    subsidy_type: Choice,
    preregistration_allowed: bool,
) -> Choice:
    """How far the application gets; what follows review is the agency's to decide."""
    if not within_application_period:
        return "expired"
    if skill_upgrade_subsidy_application_accepted:
        return "accepted"
    if not employer_applies:
        return "draft"
    if subsidy_type == "professional_title" and preregistration_allowed:
        return "preregistered"
    return "submitted"


@condition(cites="tj-rsb-2020-84/3.4.a", otherwise="channel_needs_a_visit")
def skill_upgrade_channel_needs_no_visit(skill_upgrade_channel: Choice) -> bool:
    """During epidemic control districts lead employers to the remote channels; the counter stays open."""
    return skill_upgrade_channel != "counter"


@condition(cites="tj-rsb-2020-84/3.4.b", otherwise="acceptance_not_notified")
def skill_upgrade_acceptance_notified(acceptance_notified: bool) -> bool:
    """The employer was told whether the application is accepted."""
    return acceptance_notified


@condition(cites="tj-rsb-2020-84/3.4.b", otherwise="review_result_not_notified")
def skill_upgrade_result_notified(review_result_notified: bool) -> bool:
    """The employer was told what came of the review."""
    return review_result_notified


skill_upgrade_applicant_informed = eligibility(
    cites="tj-rsb-2020-84/3.4.b", requires=[skill_upgrade_acceptance_notified, skill_upgrade_result_notified]
)
