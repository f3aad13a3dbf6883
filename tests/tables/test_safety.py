"""Nothing a cell holds is run, no number that identifies a person is shown, and no file is left half-written."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from renshe.api import batch
from renshe.engine.errors import InputError
from renshe.engine.tables.workbook import trail
from tests.tables.running import BEIJING, EXPLAINED, formulas, people, read, renshe, written_lines
from tests.tables.sheets import EMPLOYER_HEADS, LARGE, PEOPLE_HEADS, SMALL, roster, workbook

TRICKS = ("=1+1", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0")
ID = "110101199003070011"
EDGE = f"{ID[:6]}********{ID[-4:]}"


def strings(path: Path) -> str:
    """All XML of a workbook in which text of cells stands."""
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


# ---- formulas


@pytest.fixture(scope="module")
def tricky(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tricky")
    rows = [(trick, trick, trick, None, 10_000) for trick in TRICKS]
    rows.append(("甲公司", "=9", "=错工资", None, "=1+1"))  # type: ignore[arg-type]
    employers = [SMALL, *((trick, *SMALL[1:]) for trick in TRICKS)]
    return roster(folder / "a.xlsx", rows, (*PEOPLE_HEADS, "=备注"), employers)


def test_text_stays_text_in_a_workbook(tricky: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    outcome = batch(tricky, out, **EXPLAINED).outcome
    assert [row.line.fields["person_name"] for row in outcome.rows] == list(TRICKS)
    assert [line["person_name"] for line in written_lines(out)] == list(TRICKS)
    starts = ("=SUM", "=ROUND(", "=SUBTOTAL(")
    for sheet in ("汇总", "明细", "未能计算", "假定与依据", "计算说明"):
        assert all(text.startswith(starts) for text in formulas(out, sheet).values()), sheet
    with zipfile.ZipFile(out) as archive:
        assert not [name for name in archive.namelist() if "externalLink" in name or "vba" in name.casefold()]
        assert not any(b"hyperlink" in archive.read(name).lower() for name in archive.namelist() if "/_rels/" in name)


def test_the_check_of_an_employer_with_an_odd_name_is_by_its_exact_name(tricky: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    batch(tricky, out, **BEIJING)
    checks = [text for text in formulas(out, "汇总").values() if text.startswith("=ROUND(")]
    exact = [text for text in checks if "SUMPRODUCT(--EXACT(" in text]
    assert len(exact) == len(TRICKS) - 1  # "@SUM(A1)" alone is to a criterion what it is to people
    names = ["007", "7", "甲*公司", "甲乙公司", "<>甲"]
    path = roster(tmp_path / "b.xlsx", [(name, None, "张三", None, 1) for name in names],
                  employers=[(name, *SMALL[1:]) for name in names])  # fmt: skip
    batch(path, out, **BEIJING)
    checks = [text for text in formulas(out, "汇总").values() if text.startswith("=ROUND(")]
    assert ["EXACT" in text for text in checks] == [True, True, True, False, True, False]


def test_text_in_a_csv_does_no_harm(tricky: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    batch(tricky, out, **BEIJING)
    for path in (out, tmp_path / "out.rejects.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert cells and not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells), path.name


def test_what_is_shown_on_a_screen_cannot_steer_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名,工资,备\x1b]0;x\x07注\n张\x1b[31m三,5\x1b[2J00\n", "utf-8")
    done = renshe("batch", path, "--region", "CN-BJ", "--month", "2020-07", "-o", tmp_path / "o.xlsx")
    assert done.code == 0 and "\x1b" not in done.out + done.err and "\x07" not in done.out
    assert "\\u001b" not in renshe("batch", path, "--region", "CN-BJ", "--month", "2020-07", "--json").out


# ---- numbers that identify people


@pytest.fixture
def private(tmp_path: Path) -> Path:
    rows: list[tuple[Any, ...]] = [
        ("甲公司", "1", "张三", ID, 10_000),
        ("甲公司", "2", "李四", "110101199003070012", 10_000),  # a wrong check digit
        ("甲公司", "3", "王五", ID, "不知道"),
        ("甲公司", "4", "赵六", ID, ID),  # in the wrong column
        ("甲公司", "5", ID, None, 10_000),
        (ID, "6", "孙七", ID, 10_000),
        ("甲公司", "7", "钱八", 110101199003070011, 10_000),
        ("甲公司", "8", "周九", "E1234\x07567", 10_000),
        ("甲公司", "9", "吴十", ID, None),
    ]
    return roster(tmp_path / "a.xlsx", rows)


def texts(path: Path, *sheets: str) -> Iterator[str]:
    for sheet in sheets:
        for row in read(path, sheet):
            yield from (str(cell) for cell in row)


def test_numbers_are_masked_wherever_people_are_listed(private: Path, tmp_path: Path) -> None:
    before, out = tmp_path / "june.xlsx", tmp_path / "out.xlsx"
    batch(private, before, **{**BEIJING, "month": "2020-06"})
    run = batch(private, out, **EXPLAINED, compare=before, owed_since="2020-06-21")
    listed = list(texts(out, "汇总", "未能计算", "计算说明", "与上月差异", "追溯应补退", "假定与依据", "_renshe"))
    assert any(EDGE in text for text in listed)
    # The last digits of a number that became one are lost: what is left of it is masked too.
    assert not [text for text in listed if ID[6:14] in text]
    assert all(ID[6:14] not in f"{each.found}{each.what.zh}{each.what.en}{each.who}" for each in run.outcome.rejects)


def test_numbers_are_masked_on_the_screen_and_in_json(private: Path, tmp_path: Path) -> None:
    arguments = ("batch", private, "--region", "CN-BJ", "--month", "2020-07", "-o", tmp_path / "out.xlsx")
    shown, told = renshe(*arguments), renshe(*arguments, "--json")
    assert (shown.code, told.code) == (0, 0)
    assert ID[6:14] not in shown.out + shown.err + told.out + told.err
    assert EDGE in shown.out
    explained = renshe("explain", tmp_path / "out.xlsx", "--row", "1")
    assert explained.code == 0 and ID[6:14] not in explained.out
    assert ID[6:14] not in renshe("explain", tmp_path / "out.xlsx", "--row", "1", "--json").out


def test_numbers_are_whole_in_the_lines_and_everywhere_when_asked(private: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    batch(private, out, **BEIJING)
    assert written_lines(out)[0]["id_number"] == ID
    assert f"<t>{ID}</t>" in strings(out)
    batch(private, out, **EXPLAINED, unmask=True)
    assert ID in "".join(texts(out, "计算说明")) and ID in "".join(texts(out, "未能计算"))
    csv_out = tmp_path / "out.csv"
    batch(private, csv_out, **BEIJING)
    assert f",{ID}," in csv_out.read_text("utf-8-sig")
    assert ID not in (tmp_path / "out.rejects.csv").read_text("utf-8-sig")


# ---- files


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_a_run_that_fails_while_writing_leaves_the_old_result(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, out = roster(tmp_path / "a.xlsx", [("甲公司", "1", "张三", None, 10_000)]), tmp_path / f"out{suffix}"
    out.write_text("old")

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(trail, "write", fail)
    monkeypatch.setattr(csv, "writer", fail)
    with pytest.raises(OSError, match="No space left"):
        batch(path, out, **BEIJING)
    assert out.read_text() == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.xlsx", out.name]


def test_a_new_result_is_not_there_before_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = roster(tmp_path / "a.xlsx", [("甲公司", "1", "张三", None, 10_000)])
    monkeypatch.setattr(trail, "write", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        batch(path, tmp_path / "out.xlsx", **BEIJING)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.xlsx"]


def test_a_result_takes_the_place_of_no_file_that_was_read(tmp_path: Path) -> None:
    path = roster(tmp_path / "a.xlsx", [("甲公司", "1", "张三", None, 10_000)])
    before = path.read_bytes()
    link = tmp_path / "link.xlsx"
    link.symlink_to(path)
    for out in (path, link):
        with pytest.raises(InputError) as refused:
            batch(path, out, **BEIJING)
        assert "覆盖原表" in refused.value.text("zh")
    rejects = tmp_path / "x.rejects.csv"
    rejects.write_text("姓名,工资\n张三,5000\n", "utf-8")
    with pytest.raises(InputError):
        batch(rejects, tmp_path / "x.csv", **BEIJING)
    assert path.read_bytes() == before


@pytest.mark.parametrize(("name", "words"), [("out.pdf", "不能写"), ("none/out.xlsx", "没有文件夹"), ("out", "不能写")])
def test_a_place_that_cannot_be_written_is_refused_before_anything_is_computed(
    tmp_path: Path, name: str, words: str
) -> None:
    with pytest.raises(InputError) as refused:
        batch(tmp_path / "not even there.xlsx", tmp_path / name, **BEIJING)
    assert words in refused.value.text("zh")


def test_more_lines_than_a_sheet_holds_are_refused_not_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from renshe.engine.tables import workbook as module

    path = roster(tmp_path / "a.xlsx", [("甲公司", str(n), "张三", None, 10_000) for n in range(5)])
    monkeypatch.setattr(module, "SHEET_ROWS", 9)
    with pytest.raises(InputError) as refused:
        batch(path, tmp_path / "out.xlsx", **BEIJING)
    assert "放不下" in refused.value.text("zh") and not (tmp_path / "out.xlsx").exists()
    assert len(batch(path, tmp_path / "out.csv", **BEIJING).outcome.rows) == 5


def test_a_list_longer_than_a_sheet_says_that_it_ends_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from renshe.engine.tables import workbook as module

    path = roster(tmp_path / "a.xlsx", [("甲公司", "1", "张三", None, 10_000)])
    monkeypatch.setattr(module, "SHEET_ROWS", 12)
    batch(path, tmp_path / "out.xlsx", **EXPLAINED)
    rows = read(tmp_path / "out.xlsx", "计算说明")
    assert len(rows) == 12 and "其余从略" in rows[-1][0]


def test_hidden_facts_of_the_lines_hold_nobody(tmp_path: Path) -> None:
    rows = [("甲公司", "1", "张三", ID, 10_000)]
    path = workbook(tmp_path / "a.xlsx", {"人员": [PEOPLE_HEADS, *rows], "单位": [EMPLOYER_HEADS, SMALL, LARGE]})
    outcome = batch(path, tmp_path / "out.xlsx", **BEIJING).outcome
    hidden = [json.loads(row[0]) for row in read(tmp_path / "out.xlsx", "_renshe")]
    assert hidden[0]["format"] == "renshe.batch/1" and hidden[0]["lawbook"] == outcome.book.hash
    assert hidden[1]["inputs"]["filed_wage"] == "10000.00" and "张三" not in str(hidden) and ID not in str(hidden)
    assert people(outcome, "张三")[0].complete
