"""The compiled lawbook on disk: found again, built again when the law changed, and never trusted blindly."""

from __future__ import annotations

import ast
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renshe.engine import build as building
from renshe.engine import cache
from renshe.engine.errors import LawError
from tests.engine.conftest import Law, sound

RULES = """
@condition(cites="cn-1/1", otherwise="few")
def enough(months: Months, least: Months) -> bool:
    \"\"\"Enough months.\"\"\"
    return months >= least  # at least
"""
NUMBERS = """\
least:
  kind: scalar
  unit: months
  label: {zh: 最少月数, en: fewest months}
  records:
    - {value: 12, cites: [cn-1/1], grade: printed}
"""


@pytest.fixture
def stored(law: Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Law]:
    """A law and a cache folder of its own."""
    monkeypatch.setenv("RENSHE_CACHE", str(tmp_path / "cache"))
    law.inputs(months="months").outputs(enough="boolean").reasons("few").rules(RULES).write("cn/pay/pay.yaml", NUMBERS)
    assert law.book.hash
    yield law


def load(law: Law) -> str:
    for module in [m for m in sys.modules if m.partition(".")[0] == law.package]:
        del sys.modules[module]
    return cache.load([law.path], [law.package]).hash


def files() -> list[Path]:
    return sorted(cache.cache_folder().glob("*"))


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time a lawbook was built."""
    counted: list[int] = []
    real = building.build

    def build(*args: object) -> object:
        counted.append(1)
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "build", build)
    return counted


def test_the_second_load_reads_what_the_first_wrote(stored: Law, builds: list[int]) -> None:
    first = load(stored)
    (file,) = files()
    assert load(stored) == first and len(builds) == 1 and files() == [file]


def test_what_is_read_back_answers_the_same(stored: Law) -> None:
    load(stored)
    book = cache.load([stored.path], [stored.package])
    assert book.hash == stored.book.hash
    assert pickle.loads(pickle.dumps(book)).layers.keys() == book.layers.keys()


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("cn/pay/pay.py", "# at least", "# no less than this"),
        ("cn/pay/pay.py", '"""Enough months."""', '"""As many months as it takes."""'),
        ("cn/pay/pay.py", "months >= least", "(months\n            >= least)"),
        ("cn/pay/pay.yaml", "least:\n", "# the fewest\nleast:\n"),
        ("cn/pay/pay.yaml", "unit: months", 'unit: "months"'),
    ],
)
def test_comments_and_formatting_are_built_again_into_the_same_hash(
    stored: Law, builds: list[int], path: str, old: str, new: str
) -> None:
    before = load(stored)
    change(stored, path, old, new)
    assert load(stored) == before and len(builds) == 2


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("cn/pay/pay.py", "months >= least", "months > least"),
        ("cn/pay/pay.py", "cn-1/1", "cn-1/2"),
        ("cn/pay/pay.yaml", "value: 12", "value: 13"),
        ("cn/pay/pay.yaml", "grade: printed", "grade: reported"),
        ("cn/documents/cn-1.yaml", "2019-01-01", "2019-01-02"),
        ("vocabulary/pay.yaml", "few:", "less:"),
    ],
)
def test_what_can_change_an_answer_changes_the_hash(stored: Law, path: str, old: str, new: str) -> None:
    before = load(stored)
    change(stored, path, old, new)
    if new == "less:":
        change(stored, "cn/pay/pay.py", '"few"', '"less"')
    assert load(stored) != before


def test_whose_law_it_is_changes_the_hash_but_not_where_the_folder_stands(stored: Law) -> None:
    before = load(stored)
    (stored.path / "cn_bj/pay").mkdir()
    (stored.path / "cn/pay/pay.yaml").rename(stored.path / "cn_bj/pay/pay.yaml")
    assert load(stored) != before
    (stored.path / "cn_bj/pay/pay.yaml").rename(stored.path / "cn/pay/pay.yaml")
    moved = stored.path.with_name(stored.package + "_moved")
    stored.path.rename(moved)
    assert cache.load([moved], [moved.name]).hash == before


def change(law: Law, path: str, old: str, new: str) -> None:
    file = law.path / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    # Two edits within the resolution of the file system's clock are still two.
    stat = file.stat()
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000))


# ---- never trusted blindly


@pytest.mark.parametrize(
    "content",
    [b"", b"not a pickle", pickle.dumps({"hash": "0"}), b"\x80\x05cno.such\nname\n.", b"\x80\x05]" + b"]" * 999],
)
def test_a_file_that_holds_no_lawbook_is_ignored(stored: Law, builds: list[int], content: bytes) -> None:
    first = load(stored)
    (file,) = files()
    file.write_bytes(content)
    assert load(stored) == first and len(builds) == 2
    assert load(stored) == first and len(builds) == 2


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_is_ignored(stored: Law, builds: list[int], data: st.DataObject) -> None:
    first = load(stored)
    (file,) = files()
    content = bytearray(file.read_bytes())
    builds.clear()
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    damaged = bytes(content[: data.draw(st.sampled_from([len(content), len(content) // 2]))])
    whole = file.read_bytes() == damaged
    file.write_bytes(damaged)
    assert load(stored) == first and len(builds) == (0 if whole else 1)


@pytest.mark.parametrize("mode", [0o666, 0o660, 0o602])
def test_a_file_that_others_can_write_is_not_read(stored: Law, builds: list[int], mode: int) -> None:
    load(stored)
    (file,) = files()
    file.chmod(mode)
    load(stored)
    assert len(builds) == 2
    assert files()[0].stat().st_mode & 0o022 == 0


def test_a_file_that_another_user_wrote_is_not_read(
    stored: Law, builds: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(stored)
    monkeypatch.setattr(os, "getuid", lambda: files()[0].stat().st_uid + 1)
    load(stored)
    assert len(builds) == 2


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770])
def test_a_file_in_a_folder_that_others_can_write_is_not_read(stored: Law, builds: list[int], mode: int) -> None:
    load(stored)
    files()[0].parent.chmod(mode)
    load(stored)
    assert len(builds) == 2


def test_who_has_no_home_gets_an_answer(
    stored: Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, builds: list[int]
) -> None:
    def nobody(*_: object) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("RENSHE_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", nobody)
    assert load(stored) == load(stored) and len(builds) == 2


def test_what_cannot_be_put_in_its_place_is_taken_away(
    stored: Law, monkeypatch: pytest.MonkeyPatch, builds: list[int]
) -> None:
    def busy(*_: object) -> None:
        raise PermissionError("in use by another process")

    monkeypatch.setattr(os, "replace", busy)
    assert load(stored) and files() == []


def test_a_file_that_was_put_in_place_of_another_is_read(stored: Law, builds: list[int]) -> None:
    # As installers do that give all files one time: an amount may change, and neither time nor size with it.
    first = load(stored)
    file = stored.path / "cn/pay/pay.yaml"
    before = file.stat()
    text = file.read_text("utf-8")
    file.unlink()
    file.write_text(text.replace("12", "13"), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size
    assert load(stored) != first and len(builds) == 2


def test_the_text_of_a_tree_is_the_same_under_every_version_of_python() -> None:
    tree = ast.parse(
        '"""Words."""\n@rule(cites="甲")\ndef f(a: int | None) -> bool:\n    """Words."""\n    return a is None\n'
    )
    assert building.canonical(tree) == (
        "Module(body=FunctionDef(name='f' args=arguments(args=arg(arg='a' annotation=BinOp(left="
        "Name(id='int' ctx=Load()) op=BitOr() right=Constant()))) body=Return(value=Compare(left="
        "Name(id='a' ctx=Load()) ops=Is() comparators=Constant())) decorator_list=Call(func="
        "Name(id='rule' ctx=Load()) keywords=keyword(arg='cites' value=Constant(value='\\u7532'))) returns="
        "Name(id='bool' ctx=Load())))"
    )


def test_a_folder_that_cannot_be_written_costs_time_and_no_answer(
    stored: Law, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, builds: list[int]
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("RENSHE_CACHE", str(tmp_path / "file/cache"))
    assert load(stored) == load(stored) and len(builds) == 2


def test_a_few_lawbooks_stay(stored: Law, builds: list[int]) -> None:
    for number in range(6):
        change(stored, "cn/pay/pay.yaml", f"value: {12 + number}", f"value: {13 + number}")
        load(stored)
    assert len(files()) == cache.KEPT
    load(stored)
    assert len(builds) == 6


def test_law_that_cannot_be_built_is_not_stored(stored: Law) -> None:
    change(stored, "cn/pay/pay.py", "cn-1/1", "cn-1/9")
    for _ in range(2):
        with pytest.raises(LawError, match="cn-1/9"):
            load(stored)
    assert files() == []


def test_a_folder_of_law_that_is_not_there(tmp_path: Path) -> None:
    for folder in (tmp_path / "nowhere", tmp_path / "file.yaml"):
        (tmp_path / "file.yaml").write_text("x")
        with pytest.raises(LawError, match="no folder of this name") as failure:
            cache.load([folder], ["nowhere"])
        sound(failure.value.problems[0])


def test_the_folder_follows_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("RENSHE_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache.cache_folder() == tmp_path / "renshe"


def test_two_processes_that_build_at_once_both_answer(stored: Law) -> None:
    code = (
        "import sys; from pathlib import Path; from renshe.engine.cache import load;"
        f"print(load([Path({str(stored.path)!r})], [{stored.package!r}]).hash)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(stored.path.parent), *sys.path])}
    running = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert {process.communicate(timeout=60)[0].strip() for process in running} == {stored.book.hash}
    assert [file.suffix for file in files()] == [".pickle"]
