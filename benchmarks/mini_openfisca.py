"""The rules of ``mini_law`` in OpenFisca-Core, as its users write them.

OpenFisca is AGPL: it is measured here and never shipped. ``pip install openfisca-core`` for it; the benchmarks go
without it where it is not installed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2020-03"
PERSON = build_entity(key="person", plural="persons", label="", is_person=True)
INSURANCES = ("pension", "medical", "unemployment", "work_injury", "housing")
RATES = {
    "employer": {"pension": 0.16, "medical": 0.098, "unemployment": 0.008, "housing": 0.12},
    "employee": {"pension": 0.08, "medical": 0.02, "unemployment": 0.005, "work_injury": 0.0, "housing": 0.12},
}
STEPS = ((12, 1816.0), (60, 1843.0), (120, 1870.0), (180, 1897.0), (240, 1925.0))
INPUTS: Mapping[str, type] = {
    "wage": float, "employer_class": int, "injury_rate": float, "contribution_months": int,
    "receipt_month_number": int, "involuntary": bool, "registered": bool, "seeking": bool, "unclaimed": bool,
    "cost": float, "poor": bool,
}  # fmt: skip
Formula = Callable[[Any, Any], Any]


def _relief(person: Any, month: Any) -> Any:
    size = person("employer_class", month)
    return np.select([size <= 2, size == 3], [1.0, 0.5], 0.0)


def _contribution(part: str, insurance: str) -> Formula:
    def formula(person: Any, month: Any) -> Any:
        injury = part == "employer" and insurance == "work_injury"
        rate = person("injury_rate", month) if injury else RATES[part][insurance]
        due = np.round(person("base", month) * rate, 2)
        if part == "employer" and insurance in ("pension", "unemployment", "work_injury"):
            due = np.round(due * (1 - person("relief", month)), 2)
        return due

    return formula


def _total(part: str) -> Formula:
    return lambda person, month: sum(person(f"{part}_{insurance}", month) for insurance in INSURANCES)


def _eligible(person: Any, month: Any) -> Any:
    found = person("contribution_months", month) >= 12
    for name in ("involuntary", "registered", "seeking", "unclaimed"):
        found = found * person(name, month)
    return found


def _benefit(person: Any, month: Any) -> Any:
    months = person("contribution_months", month)
    steps = np.select([months >= start for start, _ in reversed(STEPS)], [each for _, each in reversed(STEPS)], 0.0)
    amount = np.where(person("receipt_month_number", month) >= 13, STEPS[0][1], steps)
    return np.where(person("eligible", month), amount, 0.0)


def _aid(person: Any, month: Any) -> Any:
    rest = person("cost", month) - person("basic_paid", month) - person("critical_paid", month)
    return np.where(person("poor", month), np.minimum(np.round(rest * 0.7, 2), 80000), 0)


def _critical(person: Any, month: Any) -> Any:
    return np.round(np.maximum(person("cost", month) - person("basic_paid", month) - 30400, 0) * 0.6, 2)


def _self_paid(person: Any, month: Any) -> Any:
    paid = person("basic_paid", month) + person("critical_paid", month) + person("aid_paid", month)
    return person("cost", month) - paid


FORMULAS: dict[str, tuple[type, Formula]] = {
    "base": (float, lambda person, month: np.clip(person("wage", month), 4927, 28017)),
    **{f"{part}_{name}": (float, _contribution(part, name)) for part in RATES for name in INSURANCES},
    **{f"{part}_total": (float, _total(part)) for part in RATES},
    "eligible": (bool, _eligible),
    "benefit": (float, _benefit),
    "basic_paid": (
        float,
        lambda person, month: np.round(np.minimum(np.maximum(person("cost", month) - 1800, 0), 200000) * 0.7, 2),
    ),
    "critical_paid": (float, _critical),
    "aid_paid": (float, _aid),
    "self_paid": (float, _self_paid),
}


def _variable(name: str, kind: type, formula: Formula | None) -> type:
    body: dict[str, Any] = {"value_type": kind, "entity": PERSON, "definition_period": DateUnit.MONTH, "label": name}
    return type(name, (Variable,), body if formula is None else {**body, "formula": formula})


class _System(TaxBenefitSystem):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__([PERSON])
        self.add_variables(*(_variable(name, kind, None) for name, kind in INPUTS.items()))
        self.add_variables(_variable("relief", float, _relief))
        self.add_variables(*(_variable(name, kind, formula) for name, (kind, formula) in FORMULAS.items()))


SYSTEM = _System()


class Prepared:
    """Columns put into a simulation anew for each run, as its results are kept with it."""

    def __init__(self, columns: Mapping[str, Any]) -> None:
        self.count = len(columns["wage"])
        scales = {"wage": 100, "cost": 100, "injury_rate": 1_000_000}
        types = {float: np.float32, int: np.int32, bool: np.bool_}
        self.columns = {
            name: (columns[name] / scales[name] if name in scales else columns[name]).astype(types[kind])
            for name, kind in INPUTS.items()
        }

    def simulation(self) -> Any:
        """The columns in a simulation."""
        simulation = SimulationBuilder().build_default_simulation(SYSTEM, self.count)
        for name, column in self.columns.items():
            simulation.set_input(name, PERIOD, column)
        return simulation


def calculate(simulation: Any) -> list[Any]:
    """All outputs."""
    return [simulation.calculate(name, PERIOD) for name in FORMULAS]
