"""``renshe batch`` and ``renshe explain`` over columns: options, what is said, exit codes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from renshe.api import default
from renshe.cli import main
from tests.tables.columns.people import people, rows, table, write

RUN = ("batch", "people.parquet", "--region", "北京", "--month", "2020-07", "-o", "out.parquet")


class Ended:
    """What a command printed, and its exit code."""

    def __init__(self, code: Any, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def renshe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, table(people(30)))

    def run(*words: str, lang: str = "en") -> Ended:
        monkeypatch.setenv("RENSHE_LANG", lang)
        monkeypatch.setattr(sys, "argv", ["renshe", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        found = capsys.readouterr()
        return Ended(ended.value.code, found.out, found.err)

    return run


def test_a_run_is_told_in_both_languages(renshe: Any) -> None:
    told = renshe(*RUN, "-v")
    assert told.code == 0, told.err
    assert "30 rows read, 30 lines written" in told.out
    assert "Written: out.parquet" in told.out
    assert "Back-end columns" in told.out
    assert "missing:" in told.out
    assert not told.err
    told = renshe(*RUN, "--lang", "zh", "--no-missing", "--no-inputs", "--fen", "--backend", "scalar", "--threads", "1")
    assert "读 30 行" in told.out and "已写出" in told.out
    names = pq.read_schema("out.parquet").names
    assert "missing" not in names and "filed_wage" not in names and "employer_total_fen" in names


def test_as_json(renshe: Any) -> None:
    found = json.loads(renshe(*RUN, "--json", "--set", "企业划型=小型").out)
    assert found["rows"] == found["lines"] == 30
    assert found["lawbook"] == default().hash
    assert found["written"] == ["out.parquet"]


def test_outputs_and_days(renshe: Any) -> None:
    words = ("batch", "people.parquet", "--region", "CN-GD", "--date", "2020-07-10", "--outputs", "relief_rate.pension",
             "--outputs", "late_fee，relief_rate.medical.employer")  # fmt: skip
    told = renshe(*words)
    assert told.code == 0, told.err
    assert Path("people.out.parquet").exists()
    names = pq.read_schema("people.out.parquet").names
    assert {"relief_rate.pension.employer", "relief_rate.medical.employer"} <= set(names)


def test_too_many_bad_rows_end_with_one(renshe: Any, tmp_path: Path) -> None:
    cases = people(30)
    for case in cases[:9]:
        case["employer_size"] = "giant"
    write(tmp_path, table(cases))
    told = renshe(*RUN, "--max-rejects", "8")
    assert told.code == 1
    assert "Too many rows" in told.out and "row 1 110101********0000 employer_size giant" in told.out
    assert not Path("out.parquet").exists()
    assert Path("out.rejects.csv").exists()
    assert renshe(*RUN, "--max-rejects", "9").code == 0


@pytest.mark.parametrize(
    "options", [("--explain",), ("--owed-since", "2020-06-01"), ("--compare", "x.xlsx"), ("--round",)]
)
def test_what_only_rosters_have_is_refused(renshe: Any, options: tuple[str, ...]) -> None:
    told = renshe(*RUN, *options)
    assert told.code == 2
    assert options[0] in told.err


def test_small_text_tables_stay_rosters_unless_asked(
    renshe: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = [{**case, "person_name": f"P{index}"} for index, case in enumerate(people(5))]
    write(tmp_path, pa.Table.from_pylist(cases), "people.csv")
    words = ("batch", "people.csv", "--region", "CN-BJ", "--month", "2020-07", "-o", "out.csv")
    assert "rows of people" in renshe(*words).out
    assert "rows read" in renshe(*words, "--totals", "sums.csv").out
    monkeypatch.setattr("renshe.cli.columns.LARGE", 10)
    assert "rows read" in renshe(*words).out


def test_a_row_is_explained_under_two_laws(renshe: Any, root: Path) -> None:
    renshe(*RUN)
    told = renshe("explain", "out.parquet", "--row", "7", lang="zh")
    assert told.code == 0, told.err
    assert "第 7 行" in told.out and "依据" in told.out
    extra = str(root / "tests" / "data" / "extra_law")
    told = renshe("explain", "out.parquet", "--row", "7", "--against", extra)
    assert told.out.count("Line 7") == 2
    assert "(the result's own)" in told.out
    found = json.loads(renshe("explain", "out.parquet", "--row", "7", "--against", extra, "--json").out)
    assert [each["lawbook"] == each["made_with"] for each in found["under"]] == [True, False]
    assert renshe("explain", "out.parquet", "--row", "31").code == 2
    assert renshe("explain", "people.parquet", "--row", "1").code == 2


def test_the_python_face_does_the_same(tmp_path: Path, root: Path) -> None:
    book = default()
    source = write(tmp_path, table(people(30)))
    done = book.stream(source, tmp_path / "out.parquet", region="CN-BJ", month="2020-07")
    assert done.lines == 30
    batch = table(people(30)).to_batches()[0]
    unit = book.unit(batch.schema, region="CN-BJ", month="2020-07")
    assert unit(batch).to_pylist() == rows(tmp_path / "out.parquet")
    assert book.explain_row(tmp_path / "out.parquet", 3).differences == ()
