"""Files as sheets of cells: kinds of file, encodings, and what is refused with a sentence."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from renshe.engine.errors import InputError
from renshe.engine.tables import reading
from renshe.engine.tables.reading import Cell, column_letters, read_sheets
from tests.tables.sheets import workbook


def test_a_cell_is_called_as_a_spreadsheet_calls_it() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert str(Cell("人员", 12, 1)) == "人员!B12"


def test_cells_keep_their_place_when_a_sheet_begins_further_down(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"一": [[], [None, None, "x"]]})
    (sheet,) = read_sheets(path)
    assert sheet.rows[1][2] == "x"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_text_table_is_read_in_its_encoding(tmp_path: Path, encoding: str, mark: str) -> None:
    path = tmp_path / "a.csv"
    rows = [mark.join(("姓名", "缴费工资")), mark.join(("张三", "5000"))]
    path.write_bytes("\r\n".join(rows).encode(encoding))
    (sheet,) = read_sheets(path)
    assert [list(row) for row in sheet.rows] == [["姓名", "缴费工资"], ["张三", "5000"]]


def test_hidden_sheets_are_not_read(tmp_path: Path) -> None:
    import xlsxwriter  # type: ignore[import-untyped]

    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        book.add_worksheet("看得见").write(0, 0, 1)
        hidden = book.add_worksheet("看不见")
        hidden.write(0, 0, 2)
        hidden.hide()
    assert [sheet.name for sheet in read_sheets(tmp_path / "a.xlsx")] == ["看得见"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"x", "不认识"),
        ("a.xlsx", None, "没有这个文件"),
        ("a.xlsx", b"no zip at all", "打不开"),
        ("a.csv", b"\xff\xff\xff\xff", "编码"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, name: str, content: bytes | None, said: str) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_sheets(path)
    assert said in refused.value.text("zh") and name in refused.value.text("zh")


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 1_000_000)
    monkeypatch.setattr(reading, "MAX_UNPACKED", 100_000)
    with pytest.raises(InputError, match="too large when unpacked"):
        read_sheets(path)


def test_a_file_beyond_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("姓名\n" * 1000, "utf-8")
    monkeypatch.setattr(reading, "MAX_BYTES", 1000)
    with pytest.raises(InputError, match="larger than"):
        read_sheets(path)


@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_a_title_above_a_text_table_does_not_hide_what_divides_it(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "a.csv"
    rows = [
        "七月名册",
        mark.join(("姓名", "身份证号", "缴费工资")),
        mark.join(("张三", "110101199003070011", '"5,000"')),
    ]
    path.write_text("\r\n".join(rows), "utf-8")
    (sheet,) = read_sheets(path)
    assert [list(row) for row in sheet.rows][1:] == [
        ["姓名", "身份证号", "缴费工资"],
        ["张三", "110101199003070011", "5,000"],
    ]
