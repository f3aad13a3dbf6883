"""The rules of ``mini_law`` for one person in whole fen, by the integers of Python: what others are checked against."""

from __future__ import annotations

INSURANCES = ("pension", "medical", "unemployment", "work_injury", "housing")
EMPLOYER = {"pension": 160_000, "medical": 98_000, "unemployment": 8_000, "housing": 120_000}
EMPLOYEE = {"pension": 80_000, "medical": 20_000, "unemployment": 5_000, "work_injury": 0, "housing": 120_000}
RELIEVED = ("pension", "unemployment", "work_injury")
RELIEF = {"micro": 1_000_000, "small": 1_000_000, "medium": 1_000_000, "large": 500_000, "public": 0}
STEPS = ((240, 192_500), (180, 189_700), (120, 187_000), (60, 184_300), (12, 181_600))


def share(amount: int, rate: int) -> int:
    """A rate in parts per million of an amount that is not negative, half a fen up."""
    return (amount * rate + 500_000) // 1_000_000


def row(
    wage: int, cost: int, injury_rate: int, contribution_months: int, receipt_month_number: int, involuntary: bool,
    registered: bool, seeking: bool, unclaimed: bool, poor: bool, employer_class: str,
) -> tuple[int, ...]:  # fmt: skip
    """All outputs, in the order in which the benchmark asks for them."""
    base = max(min(wage, 2_801_700), 492_700)
    relief = RELIEF[employer_class]
    employer = []
    for name in INSURANCES:
        due = share(base, injury_rate if name == "work_injury" else EMPLOYER[name])
        employer.append(share(due, 1_000_000 - relief) if name in RELIEVED and relief else due)
    employee = [share(base, EMPLOYEE[name]) for name in INSURANCES]
    eligible = contribution_months >= 12 and involuntary and registered and seeking and unclaimed
    benefit = 0
    if eligible:
        step = next(amount for months, amount in STEPS if contribution_months >= months)
        benefit = 181_600 if receipt_month_number >= 13 else step
    basic = share(min(max(cost - 180_000, 0), 20_000_000), 700_000)
    critical = share(max(cost - basic - 3_040_000, 0), 600_000)
    aid = min(share(cost - basic - critical, 700_000), 8_000_000) if poor else 0
    return (base, *employer, *employee, sum(employer), sum(employee), int(eligible), benefit, basic, critical, aid,
            cost - basic - critical - aid)  # fmt: skip
