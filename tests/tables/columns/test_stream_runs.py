"""What a run may be asked: outputs, months, places, employers, sums; and what becomes of rows that are wrong."""

from __future__ import annotations

import datetime
import decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from renshe.api import default
from renshe.engine.errors import InputError
from renshe.engine.tables.columns.unit import Options, Unit
from renshe.engine.vector import kernel
from tests.tables.columns.people import JULY, fen, people, roster, rows, run, singles, table, write

RELIEF = {
    "month": "2020-06", "insurance": "pension", "contribution_part": "employer", "employer_type": "enterprise",
    "employer_size": "large",
}  # fmt: skip


def single(output: str, region: str, date: str, inputs: dict[str, Any]) -> Any:
    return default().decide(output, region=region, date=date, inputs=inputs).answers[output].parts[0]


# ---- outputs


def test_chosen_outputs_with_status_and_reasons(tmp_path: Path) -> None:
    cases = [
        {"employer_size": "large", "contribution_due": "100.00"},
        {"employer_size": "small", "contribution_due": "100.01"},
        {"employer_size": None, "contribution_due": "100.00"},
    ]
    source = write(tmp_path, pa.Table.from_pylist(cases))
    outputs = ["relief_rate.pension.employer", "relief_rate.medical.employer", "contribution_payable.pension.employer"]
    run(source, region="CN-GD", outputs=outputs, facts={"employer_type": "enterprise"}, date="2020-07-15")
    found = rows(tmp_path / "out.parquet")
    for case, row in zip(cases, found, strict=True):
        for key in outputs:
            name, insurance, part = key.split(".")
            inputs = {**case, "month": "2020-07", "employer_type": "enterprise", "insurance": insurance,
                      "contribution_part": part}  # fmt: skip
            alone = single(name, "CN-GD", "2020-07-15", {k: v for k, v in inputs.items() if v is not None})
            missing = set() if row["missing"] is None else set(row["missing"].split(", "))
            if alone.status == "undetermined":
                assert row[key] is None
                assert set(alone.missing) <= missing
            else:
                assert row[key] * (100 if name == "contribution_payable" else 1_000_000) == alone.result.value
            assert set(row[f"{key}.reasons"]) == set(alone.result.reasons)
    assert [row["status"] for row in found] == ["computed", "computed", "undetermined"]


def test_an_output_without_members_is_made_for_each_and_a_column_names_one(tmp_path: Path) -> None:
    cases = pa.table({"employer_size": ["large", "small"], "insurance": ["pension", "work_injury"]})
    run(write(tmp_path, cases), outputs=["relief_rate"], facts={"employer_type": "enterprise"}, reasons=False)
    names = pq.read_schema(tmp_path / "out.parquet").names
    assert [name for name in names if name.startswith("relief")] == ["relief_rate.employer", "relief_rate.employee"]
    run(write(tmp_path, cases.drop_columns(["insurance"])), outputs=["relief_rate"], reasons=False)
    assert sum(name.startswith("relief") for name in pq.read_schema(tmp_path / "out.parquet").names) == 10


def test_a_determination_says_whether_it_is_met(tmp_path: Path) -> None:
    cases = [
        {"unemployed": True, "reemployed_since_termination": True},
        {"unemployed": None, "reemployed_since_termination": None},
    ]
    source = write(tmp_path, pa.Table.from_pylist(cases))
    run(source, outputs=["unemployment_subsidy_eligible"], month=None, date="2020-07-10")
    first, second = rows(tmp_path / "out.parquet")
    assert first["unemployment_subsidy_eligible"] is False
    assert first["unemployment_subsidy_eligible.status"] == "not_met"
    assert "reemployed_since_termination" in first["unemployment_subsidy_eligible.reasons"]
    assert second["unemployment_subsidy_eligible"] is None
    assert second["unemployment_subsidy_eligible.status"] == "undetermined"
    assert "month" not in first


def test_a_fact_of_the_law_given_by_a_column_is_told(tmp_path: Path) -> None:
    cases = pa.table({"contribution_base": [decimal.Decimal("5000.00"), None], "employer_type": ["enterprise"] * 2})
    done = run(write(tmp_path, cases), outputs=["person_contribution.pension.employee"])
    first, second = rows(tmp_path / "out.parquet")
    assert fen(first["person_contribution.pension.employee"]) == 40_000
    assert second["person_contribution.pension.employee"] is None
    assert any(note.place == "contribution_base" for note in done.notes)


@pytest.mark.parametrize(
    ("outputs", "said"),
    [(["no_such"], "no rule answers"), (["relief_rate.moon"], "has no"), (["relief_rate.pension.moon"], "has no")],
)
def test_outputs_that_there_are_not(tmp_path: Path, outputs: list[str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        run(write(tmp_path, table(people(2))), outputs=outputs)


# ---- months, days, places


def test_several_months_of_each_row(tmp_path: Path) -> None:
    cases = people(40)
    done = run(write(tmp_path, table(cases)), month=None, first="2020-06", last="2020-08")
    assert done.lines == 120
    found = rows(tmp_path / "out.parquet")
    assert [row["month"] for row in found[:4]] == ["2020-06", "2020-07", "2020-08", "2020-06"]
    for offset in range(3):
        alone = list(singles(cases, month=JULY - 1 + offset))
        assert [fen(row["employer_total"]) for row in found[offset::3]] == [each["employer_total"] for each in alone]


def test_rows_with_months_of_their_own_and_from_when_to_when(tmp_path: Path) -> None:
    cases = people(6)
    own = table(cases).append_column("属期", pa.array(["2020-06", "2020-07", None, "2020-07", "2019-07", "x"]))
    done = run(write(tmp_path, own), month=None, first="2020-06", last="2020-07")
    found = rows(tmp_path / "out.parquet")
    assert [(row["month"], row["status"] == "rejected") for row in found[:5]] == [
        ("2020-06", False), ("2020-07", False), ("2020-06", False), ("2020-07", False), ("2020-07", False)
    ]  # fmt: skip
    assert done.rejected == 2
    assert {each.row for each in done.refused} == {5, 6}
    spans = table(people(3)).append_column("起始月", pa.array(["2020-07", None, "2020-08"]))
    spans = spans.append_column("截止月", pa.array([None, "2020-06", None]))
    done = run(write(tmp_path, spans), month=None, first="2020-06", last="2020-07")
    assert [(row["id_number"][-1], row["month"]) for row in rows(tmp_path / "out.parquet")] == [
        ("0", "2020-07"), ("1", "2020-06"),
    ]  # fmt: skip


def test_a_month_or_a_day_there_must_be(tmp_path: Path) -> None:
    source = write(tmp_path, table(people(2)))
    with pytest.raises(InputError, match="no month"):
        run(source, month=None)
    dated = table(people(2)).append_column("date", pa.array([datetime.date(2020, 7, 5), datetime.date(2020, 6, 5)]))
    run(write(tmp_path, dated), month=None)
    alone = [next(singles([case], month=month)) for case, month in zip(people(2), (JULY, JULY - 1), strict=True)]
    found = [fen(row["employer_total"]) for row in rows(tmp_path / "out.parquet")]
    assert found == [each["employer_total"] for each in alone]


def test_several_places_in_one_file(tmp_path: Path) -> None:
    cases = people(60)
    places = ["CN-BJ", "上海", "Guangdong", None, "CN-GD-440100", "Atlantis"]
    found = table(cases).append_column("地区", pa.array(places * 10))
    done = run(write(tmp_path, found))
    codes = ["CN-BJ", "CN-SH", "CN-GD", "CN-BJ", "CN-GD-440100", None]
    for index, (case, row) in enumerate(zip(cases, rows(tmp_path / "out.parquet"), strict=True)):
        region = codes[index % 6]
        if region is None:
            assert row["status"] == "rejected"
            continue
        assert row["region"] == region
        alone = next(singles([case], region))
        assert {key: fen(row[key]) for key in alone} == alone
    assert done.rejected == 10


def test_the_law_as_it_was_known(tmp_path: Path) -> None:
    cases = pa.table({"current_work_injury_rate": ["0.0020"], "project_based_insured": [False]})
    source = write(tmp_path, cases)
    found = []
    for known_on in (None, "2020-06-01"):
        run(source, outputs=["work_injury_rate"], month="2020-05", known_on=known_on)
        found.append(rows(tmp_path / "out.parquet")[0]["work_injury_rate"])
    assert found == [decimal.Decimal("0.0016"), decimal.Decimal("0.0020")]


# ---- employers


def employers(folder: Path, **columns: Any) -> Path:
    return write(folder, pa.table({"单位编号": [f"e{number}" for number in range(6)], **columns}), "employers.parquet")


def test_employers_are_joined_by_key(tmp_path: Path) -> None:
    cases = people(40)
    bare = table(cases).drop_columns(["employer_size"])
    sizes = ["large", "中型", "small", "micro", None, "giant"]
    second = employers(tmp_path, employer_size=sizes, employer_type=["enterprise"] * 6)
    done = run(write(tmp_path, bare), employers=second)
    names = ["large", "medium", "small", "micro", None]
    for case, row in zip(cases, rows(tmp_path / "out.parquet"), strict=True):
        number = int(case["employer_code"][1:])
        if number >= 5:  # giant is no size, and there is no E6
            assert row["status"] == "rejected"
            continue
        joined = {**case, "employer_size": names[number], "employer_type": case["employer_type"] or "enterprise"}
        alone = next(singles([joined]))
        assert {key: fen(row[key]) for key in alone} == alone
    assert {each.column for each in done.refused} == {"employer_code", "employer_size"}


def test_employers_by_a_column_that_is_named(tmp_path: Path) -> None:
    left = table(people(7)).rename_columns(
        ["firm" if name == "employer_code" else name for name in table(people(1)).column_names]
    )
    second = write(
        tmp_path,
        pa.table({"firm": [f"E{number}" for number in range(7)], "enterprise_industry": ["industry"] * 7}),
        "e.csv",
    )
    assert run(write(tmp_path, left), employers=second, on="firm").rejected == 0
    with pytest.raises(InputError, match="--on"):
        run(write(tmp_path, left), employers=second)


def test_an_employer_there_is_twice_is_refused(tmp_path: Path) -> None:
    twice = write(tmp_path, pa.table({"employer_code": ["E1", "e1 "], "employer_size": ["large", "small"]}), "e.csv")
    with pytest.raises(InputError, match="row 1 and in row 2"):
        run(write(tmp_path, table(people(2))), employers=twice)


# ---- sums


def test_sums_by_employer_are_those_of_the_lines(tmp_path: Path) -> None:
    source = write(tmp_path, table(people(500)))
    for money in ("decimal", "fen"):
        run(source, month=None, first="2020-06", last="2020-07", totals=tmp_path / "totals.parquet", money=money)
        summed: dict[tuple[str, str], dict[str, Any]] = {}
        name = "employer_total" if money == "decimal" else "employer_total_fen"
        for row in rows(tmp_path / "out.parquet"):
            into = summed.setdefault((row["employer_code"], row["month"]), {"lines": 0, "amount": 0, "open": 0})
            into["lines"] += 1
            into["amount"] += row[name] or 0
            into["open"] += row[name] is None
        found = rows(tmp_path / "totals.parquet")
        assert len(found) == len(summed) == 14
        for row in found:
            expected = summed[row["employer_code"], row["month"]]
            assert row["lines"] == expected["lines"]
            assert (row["employer_total"] or 0) * (1 if money == "decimal" else 100) == expected["amount"]
            assert row["employer_total.open"] == expected["open"]


def test_totals_that_the_law_declares_go_by_their_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    declared = {"whole_contribution": ("person_contribution", "employer")}
    monkeypatch.setitem(default().compiled.__dict__, "totals", declared)
    run(write(tmp_path, table(people(9))), totals=tmp_path / "totals.csv")
    names = pa.csv.read_csv(tmp_path / "totals.csv").column_names
    assert "whole_contribution.pension.employer" in names
    assert "person_contribution.pension.employer" not in names


def test_sums_on_the_employers_total_are_those_of_a_roster(tmp_path: Path) -> None:
    from renshe.engine.tables.run import Order
    from renshe.engine.tables.run import run as whole

    facts = {"contribution_rounding": "employer_total", "employer_type": "enterprise", "employer_size": "large"}
    cases = [{**case, "filed_wage": case["filed_wage"] or "5000.01", "person_name": "x"} for case in people(60)]
    cases = [
        {k: v for k, v in case.items() if k not in ("employer_type", "employer_size", "id_number")} for case in cases
    ]
    source = write(tmp_path, pa.Table.from_pylist(cases), "people.csv")
    done = whole(default().compiled, roster(), source, None, Order("CN-BJ", month="2020-06", facts=facts))
    run(source, month="2020-06", facts=facts, totals=tmp_path / "totals.parquet")
    expected = {total.employer.name: total.amounts for total in done.outcome.totals}
    found = {row["employer_code"]: row for row in rows(tmp_path / "totals.parquet")}
    assert expected.keys() == found.keys()
    for name, amounts in expected.items():
        assert {key: fen(found[name][key]) for key in amounts} == amounts
    assert any(total.on_total for total in done.outcome.totals)


# ---- rows that are wrong


def test_bad_rows_are_listed_and_the_others_go_on(tmp_path: Path) -> None:
    cases = people(30)
    cases[3]["employer_size"] = "巨型"
    cases[7]["current_work_injury_rate"] = "20"
    cases[7]["employer_type"] = "planet"
    done = run(write(tmp_path, table(cases)))
    found = rows(tmp_path / "out.parquet")
    assert [index for index, row in enumerate(found) if row["status"] == "rejected"] == [3, 7]
    assert done.rejected == 2
    assert all(found[3][figure.key] is None for figure in roster().figures)
    listed = pa.csv.read_csv(tmp_path / "out.rejects.csv").to_pylist()
    assert [(row["row"], row["column"], row["found"]) for row in listed] == [
        (4, "employer_size", "巨型"), (8, "employer_type", "planet"), (8, "current_work_injury_rate", "20"),
    ]  # fmt: skip
    assert all(row["who"] == "110101********" + str(row["row"] - 1).zfill(4) for row in listed)
    assert all(row["problem_zh"] and row["problem_en"] for row in listed)
    run(write(tmp_path, table(people(30))))
    assert not (tmp_path / "out.rejects.csv").exists()


def test_a_file_of_bad_rows_alone(tmp_path: Path) -> None:
    cases = [{**case, "employer_size": "?!"} for case in people(4)]
    done = run(write(tmp_path, table(cases)), totals=tmp_path / "totals.csv", reasons=True)
    assert (done.rejected, done.undetermined) == (4, 0)
    assert {row["status"] for row in rows(tmp_path / "out.parquet")} == {"rejected"}


def test_too_many_bad_rows_stop_the_run(tmp_path: Path) -> None:
    cases = people(30)
    for case in cases[10:14]:
        case["employer_size"] = "?!"
    source = write(tmp_path, table(cases))
    assert not run(source, max_rejects=4).stopped
    (tmp_path / "out.parquet").unlink()
    done = run(source, max_rejects=3, rejects=tmp_path / "bad.csv")
    assert done.stopped
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.csv", "out.rejects.csv", "people.parquet"]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"filed_wage": pa.array([5000], pa.int64())}, "yuan or fen"),
        ({"filed_wage": ["1"], "缴费工资": ["2"]}, "both are"),
        ({"employer_size": pa.array([1], pa.int8())}, "never a code"),
    ],
)
def test_columns_that_cannot_be_taken(tmp_path: Path, columns: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        run(write(tmp_path, pa.table(columns)))


def test_a_file_without_rows(tmp_path: Path) -> None:
    for name in ("out.parquet", "out.csv", "out.feather", "out.xlsx"):
        done = run(write(tmp_path, table(people(1)).slice(0, 0)), name, totals=tmp_path / "totals.csv")
        assert done.lines == 0
        assert (tmp_path / name).stat().st_size


# ---- the unit of work


def test_a_unit_is_a_function_of_record_batches_that_can_be_sent_away() -> None:
    import pickle

    cases = people(20)
    found = table(cases)
    unit = Unit(default().compiled, roster(), Options("CN-BJ", (JULY,)), found.schema)
    batch = found.to_batches()[0]
    result = unit(batch)
    assert isinstance(result, pa.RecordBatch)
    assert result.schema.names == unit.layout.schema.names
    again = pickle.loads(pickle.dumps(unit))
    assert again(batch).equals(result)
    assert unit(batch.slice(0, 0)).num_rows == 0


def test_all_back_ends_write_the_same_file(tmp_path: Path) -> None:
    source = write(tmp_path, table(people(200)))
    run(source, "one.parquet", backend="columns")
    others = ["scalar", *(["kernel"] if kernel.available() else [])]
    for name in others:
        run(source, "other.parquet", backend=name)
        assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "other.parquet").read_bytes()
    with pytest.raises(InputError, match="back-end"):
        run(source, backend="abacus")
