"""Paying back the subsidy or the temporary living allowance after a false declaration in Beijing (补助退回)."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Money, rule


@rule(cites="bj-rsf-2020-8b/3.4")
def refund_amount(personal_declaration_false: bool, unemployment_subsidy_total: Money) -> Money:
    """All that was drawn, of either payment; nothing when the declaration was true."""
    if not personal_declaration_false:
        return Money(0)
    return unemployment_subsidy_total


@rule(cites="bj-rsf-2020-8b/3.4b")
def refund_office(personal_declaration_false: bool) -> Choice | None:
    """Where the money is paid back."""
    return "district_hr_service_centre" if personal_declaration_false else None


@rule(cites="bj-rsf-2020-8b/3.5")
def blacklisted(personal_declaration_false: bool) -> bool:
    """Whoever declared falsely is entered in the social insurance blacklist."""
    return personal_declaration_false
