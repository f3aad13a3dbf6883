"""Tianjin's standards of 2020: funding for people outside ordinary contributions, a reserve, a wage for benefits."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Money, because, rule


@rule(cites=["tj-rsj-2020-12/3.1", "tj-rsj-2020-12/3.2"])
def medical_funding(funding_category: Choice, medical_funding_per_person: Money, person_count: int) -> Money | None:
    """Medical insurance: a sum per person; none is set for staff of units from elsewhere, who contribute."""
    if funding_category == "central_or_out_of_town_unit":
        return None
    return medical_funding_per_person * person_count


@rule(cites=["tj-rsj-2020-12/3.2", "tj-rsj-2020-12/3.3"])
def civil_servant_assistance_funding(
    funding_category: Choice,
    active_employee_count: int,
    active_assistance_per_person: Money,
    retired_employee_count: int,
    retired_assistance_per_person: Money,
    person_count: int,
    officer_assistance_per_person: Money,
) -> Money:
    """Civil servant medical assistance: by staff and retirees of units from elsewhere, or by retired officers."""
    if funding_category == "central_or_out_of_town_unit":
        return (
            active_assistance_per_person * active_employee_count
            + retired_assistance_per_person * retired_employee_count
        )
    if funding_category == "military_retired_cadre":
        return officer_assistance_per_person * person_count
    return Money(0)


@rule(cites=["tj-rsj-2020-12/3.1", "tj-rsj-2020-12/3.2", "tj-rsj-2020-12/3.3"])
def total_funding(medical_funding: Money | None, civil_servant_assistance_funding: Money) -> Money:
    """Both together."""
    if medical_funding is None:
        return civil_servant_assistance_funding
    return medical_funding + civil_servant_assistance_funding


@rule(cites="tj-rsj-2020-12/4")
def maternity_reserve(
    employer_terminated: bool, pregnant_employee_count: int, maternity_reserve_per_person: Money
) -> Money:
    """What a dissolved employer, for whatever cause, sets aside for pregnant staff."""
    if not employer_terminated:
        return because(Money(0), "employer_not_terminated")
    return maternity_reserve_per_person * pregnant_employee_count


@rule(cites=["tj-rsj-2020-12/1.2", "tj-rsj-2020-12/qa.3"])
def benefit_reference_wage(average_monthly_wage_for_benefits: Money) -> Money:
    """The average wage from which the benefits of the year are reckoned, work injury and welfare alike."""
    return average_monthly_wage_for_benefits
