"""Beijing's own: rural contract workers pay no unemployment insurance themselves (社会保险费)."""

from __future__ import annotations

from renshe.engine.authoring import Choice, Month, MonthWindow, condition, eligibility


@condition(cites=["sc-1999-258/6", "bj-rates-2019/rural"], otherwise="rural_contract_worker_pays_none")
def unemployment_part_owed(
    contribution_part: Choice,
    insurance: Choice,
    rural_contract_worker: bool,
    month: Month,
    rural_exemption_window: MonthWindow,
) -> bool:
    """The employee's part of unemployment insurance is owed, while it lasts not by a rural contract worker."""
    if contribution_part == "employer" or insurance != "unemployment":
        return True
    return not (rural_contract_worker and rural_exemption_window.holds(month))


contribution_part_owed = eligibility(
    cites=["npc-2010-sil/12.2", "npc-2010-sil/23.1", "npc-2010-sil/44", "bj-rates-2019/rural"],
    requires=["insurance_has_employee_part", unemployment_part_owed],
)
