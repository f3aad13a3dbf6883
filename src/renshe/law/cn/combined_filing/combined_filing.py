"""What an employer pays that did not file its contributions, and how accounts are settled afterwards (未按规定申报)."""

from __future__ import annotations

from renshe.engine.authoring import Money, Rate, because, half_up_to_fen, rule


@rule(cites=["sc-1999-259/10.2", "npc-2010-sil/62.1"])
def late_filing_uplift_applied(filed_within_window: bool) -> bool:
    """An employer that did not file as it should is assessed instead."""
    return not filed_within_window


@rule(cites=["sc-1999-259/10.2", "npc-2010-sil/62.1", "sc-1999-259/10.2.fallback"])
def contribution_determined(
    late_filing_uplift_applied: bool, previous_month_contribution: Money | None, late_filing_uplift: Rate
) -> Money | None:
    """The amount of the month before with the uplift; without a month before the agency sets it by the business."""
    if not late_filing_uplift_applied:
        return None
    if previous_month_contribution is None:
        return because(None, "no_previous_month_contribution", cites="sc-1999-259/10.2.fallback")
    return half_up_to_fen(previous_month_contribution * late_filing_uplift)


@rule(cites=["sc-1999-259/10.3", "npc-2010-sil/62.2"], reasons_from=[contribution_determined])
def late_filing_shortfall(contribution_determined: Money | None, contribution_after_filing: Money) -> Money | None:
    """What is still to be paid once the employer has filed; none where no amount was assessed."""
    if contribution_determined is None:
        return None
    return max(contribution_after_filing - contribution_determined, Money(0))


@rule(cites=["sc-1999-259/10.3", "npc-2010-sil/62.2"], reasons_from=[contribution_determined])
def late_filing_excess(contribution_determined: Money | None, contribution_after_filing: Money) -> Money | None:
    """What was paid too much and is credited once the employer has filed; none where no amount was assessed."""
    if contribution_determined is None:
        return None
    return max(contribution_determined - contribution_after_filing, Money(0))
