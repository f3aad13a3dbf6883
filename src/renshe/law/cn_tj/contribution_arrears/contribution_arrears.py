"""Tianjin's old and new arrears: revalued up to June 2011, with a late fee since (欠费与滞纳金)."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Day, Money, Rate, half_up_to_fen, rule


@rule(cites=["tj-rsj-2020-12/2.7.old", "tj-rsj-2020-12/2.7.new", "tj-rsj-2020-12/2.7.med"])
def late_fee_method(insurance: Choice, arrears_date: Day, preservation_last_day: Day) -> Choice:
    """Pension arrears from before July 2011 are revalued; all others bear a late fee by the day."""
    if insurance == "pension" and arrears_date <= preservation_last_day:
        return "preservation_coefficient"
    return "daily_rate"


@rule(cites="tj-rsj-2020-12/2.7.old")
def preservation_reference_wage(late_fee_method: Choice, preservation_base: Money) -> Money | None:
    """The wage from which old arrears are revalued; none where they are not."""
    return preservation_base if late_fee_method == "preservation_coefficient" else None


@rule(
    cites=["tj-rsj-2020-12/2.7.old", "tj-rsj-2020-12/2.7.new", "tj-rsj-2020-12/2.7.med"],
    reasons_from=["contribution_deferral_in_effect"],
)
def late_fee(
    late_fee_method: Choice,
    contribution_deferral_approved: bool,
    contribution_deferral_in_effect: bool,
    arrears_amount: Money,
    overdue_days: int,
    late_fee_daily_rate: Rate,
) -> Money:
    """The daily rate on what is owed; none where arrears are revalued or a deferral is in effect."""
    if late_fee_method == "preservation_coefficient":
        return Money(0)
    if contribution_deferral_approved and contribution_deferral_in_effect:
        return Money(0)
    return half_up_to_fen(arrears_amount * overdue_days * late_fee_daily_rate)


@rule(cites=["tj-rsj-2020-12/2.7.old", "tj-rsj-2020-12/2.7.new", "tj-rsj-2020-12/2.7.med"], reasons_from=[late_fee])
def arrears_payable(
    late_fee_method: Choice, arrears_amount: Money, preservation_coefficient: Rate, late_fee: Money
) -> Money:
    """Old pension arrears times the coefficient, whose formula is not printed; others with the late fee."""
    if late_fee_method == "preservation_coefficient":
        return half_up_to_fen(arrears_amount * preservation_coefficient)
    return arrears_amount + late_fee
