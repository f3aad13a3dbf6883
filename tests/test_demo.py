"""``renshe demo``: every shape is there, the figures are right, and both languages are whole."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SHAPES = {
    "unemployment_benefit", "unemployment_subsidy", "unemployment_subsidy_application", "unemployment_subsidy_stop",
    "unemployment_subsidy_concurrency", "unemployment_subsidy_refund", "contribution_relief", "work_injury_rate",
    "contribution_base", "severance_wage_cap", "combined_filing", "combined_filing_eligibility", "housing_fund_base",
    "annual_roster_correction", "document_validity", "responsibility_register", "skill_upgrade_subsidy",
    "critical_illness_insurance", "layoff_report", "authority_deadline",
}  # fmt: skip

# Question → what it answers, as the texts say it; worked out by hand.
ANSWERS: dict[str, dict[str, Any]] = {
    "unemployment_benefit": {"unemployment_benefit_months": 14, "unemployment_benefit_monthly": "1843.00"},
    "unemployment_benefit_schedule": {
        "unemployment_benefit_schedule": ["1733.00", "1733.00", "1843.00", "1843.00"],
        "unemployment_benefit_total": "7152.00",
    },
    "unemployment_subsidy": {"unemployment_subsidy_eligible": False, "unemployment_subsidy_monthly": "0.00"},
    "unemployment_subsidy_application": {"application_review_status": "rejected", "payment_ordered": False},
    "unemployment_subsidy_stop": {"unemployment_subsidy_stopped": True},
    "unemployment_subsidy_concurrency": {"concurrent_benefit_allowed": False},
    "unemployment_subsidy_refund": {"refund_amount": "5632.00", "refund_office": "district_hr_service_centre"},
    "contribution_relief_before": {"relief_rate": "0.00", "contribution_payable": "16700.00"},
    "contribution_relief_after": {"relief_rate": "1.00", "contribution_payable": "0.00"},
    "contribution_relief_hubei": {"relief_rate": "1.00", "contribution_payable": "0.00"},
    "work_injury_rate_before": {"work_injury_rate": "0.002"},
    "work_injury_rate_after": {"work_injury_rate": "0.0016"},
    "contribution_base": {"contribution_base": "3364.00"},
    "severance_pay": {"severance_wage_cap": "35145.00", "severance_pay": "421740.00"},
    "combined_filing": {"contribution_determined": "11000.00", "effective_month": "2020-07"},
    "combined_filing_eligibility": {"combined_filing_allowed": False},
    "housing_fund_base": {"pension_base": "4000.00", "medical_base": "5360.00", "housing_fund_base": "4000.00"},
    "annual_roster_correction": {
        "refiling_on_hr_website_allowed": False,
        "alternative_channels": ["housing_fund_website", "housing_fund_counter"],
    },
    "document_validity": {"document_in_force": True},
    "document_validity_shared_number": {"document_in_force": True},
    "responsibility_register": {"responsibility_mode": "shared"},
    "skill_upgrade_subsidy": {"certificate_date": "2019-09-30", "application_due": "2020-09-30"},
    "critical_illness_insurance": {
        "critical_illness_deductible": "20000.00",
        "critical_illness_payment": "360000.00",
    },
    "layoff_report": {"layoff_report_required": False},
    "authority_deadline": {
        "implementation_measures_due": "2020-07-02",
        "authority_task_timely": False,
        "authority_task_days_late": 1,
    },
}
REASONS = {
    "unemployment_subsidy": {"reemployed_since_termination", "should_claim_unemployment_benefit", "already_claimed"},
    "unemployment_subsidy_application": {"currently_contributing"},
    "unemployment_subsidy_stop": {"conscripted"},
    "contribution_relief_before": {"outside_relief_period"},
    "contribution_relief_after": set(),
    "combined_filing_eligibility": {
        "housing_fund_staff_not_in_social_insurance",
        "housing_fund_not_paid_through_2020_06",
    },
    "layoff_report": {"below_layoff_threshold"},
}


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "renshe", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


@pytest.fixture(scope="module")
def answered(root: Path) -> dict[str, Any]:
    """Question → its decision."""
    done = run(root, "demo", "--json")
    assert done.returncode == 0, done.stderr
    return {item["id"]: item["decision"] for item in json.loads(done.stdout)}


def test_there_is_a_question_for_every_shape(answered: dict[str, Any]) -> None:
    from renshe.api import default
    from renshe.engine.lookup import items

    topics = {item.name: item.topic for item in items(default().compiled)}
    assert {topics[name] for decision in answered.values() for name in decision["outputs"]} >= SHAPES


@pytest.mark.parametrize("question", ANSWERS)
def test_its_figures_are_those_of_the_text(answered: dict[str, Any], question: str) -> None:
    outputs = answered[question]["outputs"]
    got = {name: outputs[name]["value"] for name in ANSWERS[question]}
    wanted = ANSWERS[question]
    assert {name: _plain(value) for name, value in got.items()} == {name: _plain(v) for name, v in wanted.items()}


def _plain(value: Any) -> Any:
    """A rate may be written with fewer decimals."""
    return value.rstrip("0").rstrip(".") if isinstance(value, str) and re.fullmatch(r"\d+\.\d+", value) else value


@pytest.mark.parametrize("question", REASONS)
def test_its_reasons_are_those_of_the_text(answered: dict[str, Any], question: str) -> None:
    assert {reason["code"] for reason in answered[question]["reasons"]} == REASONS[question]


def test_without_an_insurance_each_is_answered(answered: dict[str, Any]) -> None:
    parts = answered["contribution_relief_each"]["outputs"]["relief_rate"]["parts"]
    assert {part["at"][0]["value"]: part["value"] for part in parts} == {
        "pension": "0.50", "medical": "0.00", "unemployment": "0.50", "work_injury": "0.50", "maternity": "0.00",
    }  # fmt: skip


def test_a_number_of_two_documents_is_answered_for_each(answered: dict[str, Any]) -> None:
    parts = answered["document_validity_shared_number"]["outputs"]["document_title"]["parts"]
    assert [part["at"][0]["value"] for part in parts] == ["bj-rsf-2020-8a", "bj-rsf-2020-8b"]


def test_what_is_not_known_stays_unknown(answered: dict[str, Any]) -> None:
    output = answered["undetermined"]["outputs"]["unemployment_benefit_eligible"]
    assert output["status"] == "undetermined"
    assert [item["name"] for item in output["missing"]] == ["registered_unemployed"]


@pytest.fixture(scope="module")
def printed(root: Path) -> str:
    done = run(root, "demo")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_prints_answers_conditions_numbers_grades_and_articles(printed: str) -> None:
    for said in (
        "▸ 失业保险金月额：1,843.00元", "▸ monthly unemployment benefit: CNY 1,843.00",
        "✓ 累计缴费满1年——失业保险累计缴费月数（84）≥ 12", "✗ 裁减20人以上——裁减人数（19）≥ 20",
        "240个月起：1,925.00元/月", "2020年7月起，北京，文件原文", "京人社发[2020]8号 一、（一）",
        "缺：办理失业登记了吗？", "？ 已办理失业登记",
        "因为：不在减免期内", "because: the month is outside the relief period",
    ):  # fmt: skip
        assert re.sub(r"\s+", "", said) in re.sub(r"\s+", "", printed), said


def test_it_ends_with_how_to_ask_ones_own(printed: str) -> None:
    ending = printed.rpartition("──\n")[2]
    assert "decide unemployment_benefit_months" in ending
    assert "ask" in ending
    assert "--full" in ending


def test_no_line_is_wider_than_a_screen(printed: str) -> None:
    from renshe.engine.layout import width

    assert [line for line in printed.splitlines() if width(line) > 101] == []


def test_one_language_alone(root: Path) -> None:
    english = run(root, "demo", "--lang", "en", "layoff_report").stdout
    assert "the layoff must be reported: not met" in english
    assert "须报告裁员" not in english


def test_full_explains_all_of_it(root: Path) -> None:
    full = run(root, "demo", "--full", "--lang", "zh", "layoff_report").stdout
    assert "逐项条件" in full
    assert "依据" in full


def test_a_question_that_is_none_ends_in_a_sentence(root: Path) -> None:
    done = run(root, "demo", "nothing_of_the_kind", "--lang", "en")
    assert done.returncode == 2
    assert "no question is called nothing_of_the_kind" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_answers_in_the_docs_are_what_is_answered(root: Path) -> None:
    """``python tests/test_demo.py`` writes them anew; the lawbook's hash is left out."""
    assert (root / "docs/answers.md").read_text("utf-8") == answers_page()


def answers_page() -> str:
    shown = subprocess.run(
        [sys.executable, "-m", "renshe", "demo"], check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout
    answers = re.sub(r"\b[0-9a-f]{16}\b", "…", shown.partition("\n── ")[2].rpartition("\n" + "─" * 100)[0])
    return (
        "# Answers, one for each shape\n\nWhat `make run` prints: questions under the law of June 2020, in Chinese and "
        f"English.\n\n```text\n── {answers.rstrip()}\n```\n"
    )


if __name__ == "__main__":
    (Path(__file__).parent.parent / "docs/answers.md").write_text(answers_page(), "utf-8")
