"""Critical illness insurance for residents (大病保险): deductible, rate, cap and payment."""

from __future__ import annotations

from renshe.engine.authoring import Money, Rate, because, half_up_to_fen, rule

PREFERENCE = ["nhsa-2020-24/2.5.4", "nhsa-2020-24/2.5.5", "nhsa-2020-24/2.5.6"]


@rule(cites=PREFERENCE)
def critical_illness_preference_applies(registered_poor: bool, in_poverty_alleviation_period: bool) -> bool:
    """Registered poor people are preferred, for as long as the poverty-alleviation period lasts."""
    return registered_poor and in_poverty_alleviation_period


@rule(cites="nhsa-2020-24/2.5.1")
def critical_illness_ordinary_deductible(
    per_capita_disposable_income: Money, critical_illness_deductible_rate: Rate
) -> Money:
    """A share of the income per head, to the fen."""
    return half_up_to_fen(per_capita_disposable_income * critical_illness_deductible_rate)


@rule(cites=["nhsa-2020-24/2.5.1", "nhsa-2020-24/2.5.4"])
def critical_illness_deductible(
    critical_illness_preference_applies: bool,
    critical_illness_ordinary_deductible: Money,
    critical_illness_poor_deductible_share: Rate,
) -> Money:
    """The ordinary deductible, or for those preferred their share of it, to the fen."""
    if critical_illness_preference_applies:
        return half_up_to_fen(critical_illness_ordinary_deductible * critical_illness_poor_deductible_share)
    return critical_illness_ordinary_deductible


@rule(cites=["nhsa-2020-24/2.5.2", "nhsa-2020-24/2.5.5"])
def critical_illness_payment_rate(
    critical_illness_preference_applies: bool,
    critical_illness_general_payment_rate: Rate,
    critical_illness_poor_rate_supplement: Rate,
) -> Rate:
    """The share paid of what lies above the deductible."""
    if critical_illness_preference_applies:
        return critical_illness_general_payment_rate + critical_illness_poor_rate_supplement
    return critical_illness_general_payment_rate


@rule(cites=["nhsa-2020-24/2.5.3", "nhsa-2020-24/2.5.6"])
def critical_illness_cap(
    critical_illness_preference_applies: bool, local_critical_illness_cap: Money | None
) -> Money | None:
    """The most that is paid: the pooling area's own cap, and none for registered poor people."""
    if critical_illness_preference_applies:
        return None
    return local_critical_illness_cap


@rule(cites=["nhsa-2020-24/2.5.1", "nhsa-2020-24/2.5.2", "nhsa-2020-24/2.5.3"])
def critical_illness_payment(
    in_policy_expense: Money,
    critical_illness_deductible: Money,
    critical_illness_payment_rate: Rate,
    critical_illness_cap: Money | None,
) -> Money:
    """The share of the in-policy expense above the deductible, to the fen, up to the cap where there is one."""
    if in_policy_expense <= critical_illness_deductible:
        return because(Money(0), "expense_not_above_deductible", cites="nhsa-2020-24/2.5.1")
    payment = half_up_to_fen((in_policy_expense - critical_illness_deductible) * critical_illness_payment_rate)
    if critical_illness_cap is None:
        return payment
    return min(payment, critical_illness_cap)
