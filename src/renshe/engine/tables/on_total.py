"""Amounts of an employer worked out once from the sum of bases, where a place counts them so.

Rates times bases, rounded for each person and then added, differ by some fen from the rate times the sum of bases.
Which of the two a place goes by is a choice of the law, for each insurance; what is withheld from a person is always
the person's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from renshe.engine.ir import Unknown
from renshe.engine.plain import compiled
from renshe.engine.tables.batch import Computed, Total
from renshe.engine.tables.figures import Figures
from renshe.engine.tables.roster import OF_A_PERSON, EmployerTotal, Figure


def on_total(figures: Figures, rows: Sequence[Computed], totals: Sequence[Total]) -> None:
    """Put the employer's own amount into *totals* for each figure that is counted on the sum of bases."""
    plan = figures.roster.employer_total
    if plan is None:
        return
    of: dict[tuple[int, int], list[Computed]] = {}
    for row in rows:
        of.setdefault((id(row.line.employer), row.line.month), []).append(row)
    for total in totals:
        _one(figures, plan, of[id(total.employer), total.month], total)


def _one(figures: Figures, plan: EmployerTotal, rows: Sequence[Computed], total: Total) -> None:
    program, terms = figures.program, figures.program.book.terms
    shared = {
        name: value
        for name, value in rows[0].given.items()
        if name not in terms or terms[name].entity not in OF_A_PERSON
    }
    by_key = {figure.key: figure for figure in figures.roster.figures}
    for figure in figures.roster.figures:
        if figure.name not in plan.figures or not set(plan.at) <= set(figure.at):
            continue
        given = {**shared, **dict(figure.at)}
        if compiled(program, (plan.choice,)).run(given)[plan.choice] != plan.member:
            continue
        for name, summed in plan.given:
            given[name] = _sum(rows, by_key, summed, figure)
        output = plan.figures[figure.name]
        amount = compiled(program, (output,)).run(given)[output]
        if not isinstance(amount, Unknown) and total.open.get(figure.key, 0) == 0:
            _put(figures, total, figure.key, int(amount))
    for name, (one, less) in plan.differences.items():
        for figure in figures.roster.figures:
            pair = (figure.key.replace(name, one, 1), figure.key.replace(name, less, 1))
            if figure.name == name and set(pair) & total.on_total:
                _put(figures, total, figure.key, total.amounts[pair[0]] - total.amounts[pair[1]])


def _sum(rows: Sequence[Computed], by_key: dict[str, Figure], name: str, figure: Figure) -> Any:
    """The sum of another figure over the lines, for the members of *figure* that it has."""
    key = next(key for key, other in by_key.items() if other.name == name and set(other.at) <= set(figure.at))
    values = [row.values[key] for row in rows]
    return sum(value or 0 for value in values if not isinstance(value, Unknown))


def _put(figures: Figures, total: Total, key: str, amount: int) -> None:
    change = amount - total.amounts.get(key, 0)
    total.amounts[key] = amount
    total.on_total.add(key)
    for each in figures.roster.sums:
        if key in each.of and each.name in total.amounts:
            total.amounts[each.name] += change
