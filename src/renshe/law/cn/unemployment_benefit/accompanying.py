"""What comes with the unemployment benefit (领取失业保险金期间的其他待遇)."""

from __future__ import annotations

from renshe.engine.authoring import collect, rule


@rule(cites="mohrss-2020-40/2.3", reasons_from=["unemployment_benefit_eligible"])
def price_subsidy_with_benefit(unemployment_benefit_eligible: bool) -> bool:
    """Whoever draws the benefit gets the price subsidy in the months in which it is paid."""
    return unemployment_benefit_eligible


@rule(cites=["npc-2010-sil/49", "mohrss-2020-40/2.3"], reasons_from=["unemployment_benefit_eligible"])
def death_benefits_due(unemployment_benefit_eligible: bool, died_during_benefit: bool) -> bool:
    """The family of a person who dies while on the benefit gets a funeral grant and a survivor pension."""
    return unemployment_benefit_eligible and died_during_benefit


benefits_with_unemployment_benefit = collect(
    [
        ("paid_medical_contribution", "medical_contribution_paid_by_fund"),
        ("price_subsidy", price_subsidy_with_benefit),
        ("funeral_grant", death_benefits_due),
        ("survivor_pension", death_benefits_due),
    ],
    cites=["mohrss-2020-40/2.3", "mohrss-2020-40/2.2", "npc-2010-sil/49"],
)
