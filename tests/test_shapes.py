"""The table of shapes in decision 0001 is counted from the law, not written by hand.

``python tests/test_shapes.py`` prints it anew.
"""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAW = ROOT / "src/renshe/law"
PAGE = ROOT / "docs/decisions/0001-semantics.md"

# shape, names (rules in Python, numbers in YAML), the question of `renshe demo` that shows it, what a sibling takes
SHAPES = [
    (
        "a scale, and a step of it",
        ["unemployment_benefit_monthly", "unemployment_benefit_scale"],
        "unemployment_benefit",
        "one record",
    ),
    (
        "law changing inside a case",
        ["unemployment_benefit_schedule"],
        "unemployment_benefit_schedule",
        "one declaration",
    ),
    (
        "local schedule, national ceiling",
        ["unemployment_benefit_months", "unemployment_benefit_months_ceiling"],
        "unemployment_benefit",
        "one function in the lower place",
    ),
    (
        "conditions, all failing ones told",
        ["unemployment_subsidy_eligible", "first_unemployment_subsidy_claim"],
        "unemployment_subsidy",
        "one function and its name in the list",
    ),
    ("causes, codes from an enum", ["unemployment_subsidy_stop_cause"], "unemployment_subsidy_stop", "one enum member"),
    ("causes, codes from a list", ["data_check_failed"], "unemployment_subsidy_application", "one enum member"),
    (
        "a period extended by a later document",
        ["within_relief_period", "full_waiver_window"],
        "contribution_relief_before",
        "one record",
    ),
    (
        "a national value for one province",
        ["other_payer_relief_rate"],
        "contribution_relief_hubei",
        "one record with `in:`",
    ),
    (
        "reasons on a rate and on an amount",
        ["relief_rate", "contribution_payable"],
        "contribution_relief_each",
        "`reasons_from`",
    ),
    (
        "dimensions",
        ["in_three_insurances", "contribution_payable"],
        "contribution_relief_each",
        "nothing: an enum member more",
    ),
    ("members of a dimension", ["pension_base", "pension_floor"], "contribution_base", "one declaration"),
    ("a phased cut", ["work_injury_rate", "work_injury_rate_coefficient"], "work_injury_rate_after", "one record"),
    (
        "a given value beats a number",
        ["severance_wage_cap", "average_wage_monthly", "average_wage_annual"],
        "severance_pay",
        "nothing",
    ),
    (
        "months, the six-month rule, 3× and 12 years",
        ["service_half_months", "severance_half_months", "severance_pay"],
        "severance_pay",
        "one function",
    ),
    ("the last filing wins", ["last_wage_before_collection", "contribution_wage"], "combined_filing", "one reducer"),
    (
        "sets",
        ["housing_fund_staff_all_insured", "staff_lists_compatible"],
        "combined_filing_eligibility",
        "one reducer and one condition",
    ),
    ("rounding and bounds", ["housing_fund_base"], "housing_fund_base", "one function"),
    (
        "exclusive branches with their reason",
        ["correction_method"],
        "annual_roster_correction",
        "one branch with `because`",
    ),
    ("registers", ["document_in_force", "responsible_units"], "document_validity", "one document entry"),
    ("partial dates", ["certificate_date"], "skill_upgrade_subsidy", "one reducer"),
    ("none", ["critical_illness_cap", "critical_illness_payment"], "critical_illness_insurance", "`nullable: true`"),
    (
        "one of several; shares",
        ["layoff_threshold_reached", "at_least_a_tenth_laid_off"],
        "layoff_report",
        "one condition",
    ),
    ("deadlines", ["implementation_measures_due", "authority_task_timely"], "authority_deadline", "one function"),
]


def places(name: str) -> list[tuple[str, int, int]]:
    """File, lines of Python and lines of YAML of *name*, lowest place first."""
    found = []
    for file in sorted(LAW.glob("cn*/*/*"), reverse=True):
        text = file.read_text("utf-8") if file.suffix in (".py", ".yaml") else ""
        if file.suffix == ".py":
            lines = sum(_length(node) for node in ast.parse(text).body if name in _names(node))
            if lines:
                found.append((file.relative_to(LAW).as_posix(), lines, 0))
        elif f"\n{name}:\n" in f"\n{text}":
            found.append((file.relative_to(LAW).as_posix(), 0, _yaml_lines(text, name)))
    return found


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    return set()


def _length(node: ast.stmt) -> int:
    first = node.decorator_list[0].lineno if isinstance(node, ast.FunctionDef) and node.decorator_list else node.lineno
    return (node.end_lineno or first) - first + 1


def _yaml_lines(text: str, name: str) -> int:
    lines = text.splitlines()
    start = lines.index(f"{name}:")
    ends = (number for number, line in enumerate(lines[start + 1 :], start + 1) if line and not line.startswith(" "))
    return len([line for line in lines[start : next(ends, len(lines))] if line.strip()])


def table() -> str:
    """The table as Markdown."""
    rows = ["| shape | names | Python | YAML | shown by | a sibling takes |", "|---|---|---|---|---|---|"]
    for shape, names, example, sibling in SHAPES:
        found = {name: places(name) for name in names}
        assert all(found.values()), [name for name, where in found.items() if not where]
        python = sum(where[1] for all_places in found.values() for where in all_places)
        yaml = sum(where[2] for all_places in found.values() for where in all_places)
        listed = ", ".join(f"`{name}`" for name in names)
        rows.append(f"| {shape} | {listed} | {python} | {yaml or '–'} | `{example}` | {sibling} |")
    return "\n".join(rows)


def test_the_table_of_shapes_is_what_the_law_says() -> None:
    assert table() in PAGE.read_text("utf-8")


def test_every_shape_is_shown_by_a_question_of_the_demonstration() -> None:
    examples = (ROOT / "src/renshe/examples.yaml").read_text("utf-8")
    assert not [example for _, _, example, _ in SHAPES if f"id: {example}\n" not in examples]


if __name__ == "__main__":
    print(table())
