"""What is added to contributions that were not paid in time (欠费与滞纳金)."""

from __future__ import annotations

from renshe.engine.authoring import Day, Money, Rate, because, half_up_to_fen, rule


@rule(cites=["sc-1999-259/13", "npc-2010-sil/86.1"])
def overdue_days(date: Day, contribution_due_date: Day) -> int:
    """Days from the one after payment was due to the day of payment."""
    return max(date - contribution_due_date, 0)


@rule(
    cites=["sc-1999-259/13", "npc-2010-sil/86.1", "mohrss-2020-49/2"],
    reasons_from=["contribution_deferral_in_effect"],
)
def late_fee(
    contribution_deferral_approved: bool,
    contribution_deferral_in_effect: bool,
    arrears_amount: Money,
    overdue_days: int,
    late_fee_daily_rate: Rate,
) -> Money:
    """The daily rate on what is owed, without interest on interest; none while a deferral is in effect."""
    if contribution_deferral_approved and contribution_deferral_in_effect:
        return Money(0)
    return half_up_to_fen(arrears_amount * overdue_days * late_fee_daily_rate)


@rule(cites=["sc-1999-259/13", "npc-2010-sil/86.1"], reasons_from=[late_fee])
def arrears_payable(arrears_amount: Money, late_fee: Money) -> Money:
    """What is owed and the late fee."""
    return arrears_amount + late_fee


@rule(cites="npc-2010-sil/86.2")
def late_payment_fine_minimum(
    order_to_pay_missed: bool, arrears_amount: Money, late_payment_fine_lowest_multiple: int
) -> Money:
    """The least fine for not paying within the time ordered."""
    if not order_to_pay_missed:
        return because(Money(0), "no_order_to_pay_missed")
    return arrears_amount * late_payment_fine_lowest_multiple


@rule(cites="npc-2010-sil/86.2")
def late_payment_fine_maximum(
    order_to_pay_missed: bool, arrears_amount: Money, late_payment_fine_highest_multiple: int
) -> Money:
    """The highest fine for not paying within the time ordered."""
    if not order_to_pay_missed:
        return because(Money(0), "no_order_to_pay_missed")
    return arrears_amount * late_payment_fine_highest_multiple
