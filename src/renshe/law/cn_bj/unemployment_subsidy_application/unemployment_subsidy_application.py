"""Applying for the unemployment subsidy in Beijing (北京失业补助金申领): taking in, review, payment, notice."""

from __future__ import annotations

from renshe.engine.authoring import Choice, because, causes, condition, eligibility, rule


@condition(cites="bj-rsf-2020-8b/3.1", otherwise="personal_declaration_missing")
def subsidy_declaration_made(personal_declaration_made: bool) -> bool:
    """The applicant has made the personal declaration."""
    return personal_declaration_made


@condition(cites=["bj-rsf-2020-8b/3.2", "bj-rsf-2020-8b/3.3", "bj-rsf-2020-8b-jd/4"], otherwise="channel_not_offered")
def subsidy_channel_offered(application_channel: Choice) -> bool:
    """The application comes by one of the four online ways or through a district service centre."""
    return application_channel in (
        "national_platform",
        "hr_website",
        "official_wechat",
        "official_app",
        "district_hr_service_centre",
    )


@condition(cites="bj-rsf-2020-8b/3.3", otherwise="can_apply_online")
def district_centre_needed(application_channel: Choice, online_application_difficulty: bool) -> bool:
    """A district service centre takes in the application of whoever finds it hard to go online."""
    if application_channel != "district_hr_service_centre":
        return True
    return online_application_difficulty


@condition(cites="bj-rsf-2020-8b/3.3", otherwise="office_elsewhere")
def district_centre_of_home(application_channel: Choice, office_location: Choice) -> bool:
    """The centre is that of the household registration or of the residence."""
    if application_channel != "district_hr_service_centre":
        return True
    return office_location in ("household_registration", "residence")


application_accepted = eligibility(
    cites=["bj-rsf-2020-8b/3.1", "bj-rsf-2020-8b/3.2", "bj-rsf-2020-8b/3.3"],
    requires=[subsidy_declaration_made, subsidy_channel_offered, district_centre_needed, district_centre_of_home],
)

data_check_failed = causes(
    cites=["bj-rsf-2020-8b/4.1", "bj-rsf-2020-8b/4.2", "bj-rsf-2020-8b/4.4"], code_from="check_failure_reasons"
)


@rule(cites=["bj-rsf-2020-8b/4.1", "bj-rsf-2020-8b/4.2"], reasons_from=[application_accepted, data_check_failed])
def application_review_status(
    application_accepted: bool, national_check_result: Choice, city_check_result: Choice, data_check_failed: bool
) -> Choice:
    """National records are checked first, then the city's; one failure rejects, both passed approve."""
    if not application_accepted:
        return "not_accepted"
    if national_check_result == "failed" or city_check_result == "failed":
        if data_check_failed:
            return "rejected"
        return because("rejected", "data_check_failed_unexplained", cites="bj-rsf-2020-8b/4.4")
    if national_check_result == "passed" and city_check_result == "passed":
        return "approved"
    return "under_review"


@rule(cites="bj-rsf-2020-8b/4.3", reasons_from=[application_review_status])
def payment_ordered(application_review_status: Choice) -> bool:
    """An approved application is paid."""
    return application_review_status == "approved"


@rule(cites="bj-rsf-2020-8b/4.4", reasons_from=[application_review_status])
def sms_notice_sent(application_review_status: Choice) -> bool:
    """A rejected applicant is told every reason by text message."""
    return application_review_status == "rejected"


@rule(cites="bj-rsf-2020-8b/4.3", reasons_from=[payment_ordered])
def payer(payment_ordered: bool) -> Choice | None:
    """Who pays."""
    return "city_social_insurance_centre" if payment_ordered else None


@rule(cites="bj-rsf-2020-8b/4.3", reasons_from=[payment_ordered])
def payment_route(payment_ordered: bool) -> Choice | None:
    """By whom the money goes."""
    return "agent_bank" if payment_ordered else None


@rule(cites="bj-rsf-2020-8b/4.3", reasons_from=[payment_ordered])
def payment_destination(payment_ordered: bool) -> Choice | None:
    """Where the money arrives."""
    return "passbook_or_card" if payment_ordered else None
