"""The employer's work injury insurance rate and what it makes of the payroll (工伤保险费率)."""

from __future__ import annotations

from renshe.engine.authoring import Money, Rate, half_up_to_fen, half_up_to_millionth, rule


@rule(cites="sc-2010-586/8.3")
def work_injury_rate(current_work_injury_rate: Rate, work_injury_rate_coefficient: Rate) -> Rate:
    """The rate the agency has set, times what a phased cut leaves of it."""
    return half_up_to_millionth(current_work_injury_rate * work_injury_rate_coefficient)


@rule(cites="sc-2010-586/10.2")
def work_injury_contribution(contribution_base_total: Money, work_injury_rate: Rate) -> Money:
    """Payroll times rate, to the fen; relief comes after."""
    return half_up_to_fen(contribution_base_total * work_injury_rate)
