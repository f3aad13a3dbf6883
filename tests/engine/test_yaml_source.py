"""YAML as people write it: what is read, what is refused, and in which words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from renshe.engine import yaml_source
from renshe.engine.errors import InputError, LawError, RensheError
from renshe.engine.yaml_source import load, loads

PARSERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]
PLACE = re.compile(r"x\.yaml:[1-9][0-9]*(:[1-9][0-9]*)?")


@pytest.fixture(params=PARSERS, ids=lambda parser: parser.__name__)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """libyaml and the parser in pure Python say the same."""
    monkeypatch.setattr(yaml_source, "_LOADER", request.param)


def problems(text: str) -> list[str]:
    with pytest.raises(LawError) as caught:
        loads(text, "x.yaml")
    return [problem.text("en") for problem in caught.value.problems]


# ---- what is read


@pytest.mark.usefixtures("parser")
def test_plain_data_is_read() -> None:
    text = """\
    whole: [0, 12, -3, 12: 5]
    truth: {a: true, b: False}
    none: [null, ~]
    plain: [缴费, 2020-07, 1.1.2, CN-BJ, bj-rsf-2020-8a/1.1, a=b, nothing]
    quoted: ["no", 'yes', "1:30", "2020-07-01", "0.5", ""]
    block: |
      一
      二
    folded: >
      一
      二
    """
    assert loads(text, "x.yaml").data == {
        "whole": [0, 12, -3, {12: 5}],
        "truth": {"a": True, "b": False},
        "none": [None, None],
        "plain": ["缴费", "2020-07", "1.1.2", "CN-BJ", "bj-rsf-2020-8a/1.1", "a=b", "nothing"],
        "quoted": ["no", "yes", "1:30", "2020-07-01", "0.5", ""],
        "block": "一\n二\n",
        "folded": "一 二\n",
    }


@pytest.mark.usefixtures("parser")
def test_questions_need_no_quotes_in_braces() -> None:
    text = "a: {en: How many months in all?, zh: 几个月?}\nb: [a?b, x?]\n? d\n: '?'\n"
    assert loads(text, "x.yaml").data == {
        "a": {"en": "How many months in all?", "zh": "几个月?"},
        "b": ["a?b", "x?"],
        "d": "?",
    }


@pytest.mark.usefixtures("parser")
def test_each_piece_knows_its_line() -> None:
    source = loads("a: 1\nb:\n  - x\n  - c:\n      [1,\n       2]\n'?': 3\n", "x.yaml")
    assert source.place(()) == "x.yaml:1"
    assert source.place(("a",)) == "x.yaml:1"
    assert source.place(("b",)) == "x.yaml:2"
    assert source.place(("b", 0)) == "x.yaml:3"
    assert source.place(("b", 1, "c")) == "x.yaml:4"
    assert source.place(("b", 1, "c", 1)) == "x.yaml:6"
    assert source.line(("?",)) == 7


def test_what_is_missing_stands_where_it_should_stand() -> None:
    source = loads("a:\n  b: 1\n", "x.yaml")
    assert source.place(("a", "c", 3)) == "x.yaml:1"
    assert source.place(("nowhere",)) == "x.yaml:1"


scalars = st.none() | st.booleans() | st.integers(-(10**17), 10**17)
words = st.text(st.characters(exclude_categories=("Cc", "Cn", "Cs", "Zl", "Zp")), max_size=40)
data = st.recursive(
    scalars | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=20,
)


@given(data)
def test_data_written_without_traps_comes_back(value: Any) -> None:
    # JSON is YAML with everything in quotes. Deeper than the limit is another test's business.
    for parser in PARSERS:
        with patch.object(yaml_source, "_LOADER", parser):
            assert loads(json.dumps(value, ensure_ascii=False), "x.yaml").data == value


@given(
    st.dictionaries(st.text("缴费金额bcd", min_size=1), st.lists(st.text("失业金 bc:-#'\"\n", min_size=1)), min_size=1)
)
def test_blocks_written_by_a_program_come_back(value: dict[str, list[str]]) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=False, width=30)
    assert loads(text, "x.yaml").data == value


def test_a_byte_order_mark_is_no_content(tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    file.write_bytes("a: 一\r\nb: 2\r\n".encode("utf-8-sig"))
    source = load(file, "x.yaml")
    assert source.data == {"a": "一", "b": 2}
    assert source.place(("b",)) == "x.yaml:2"


# ---- what is refused


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("no", 'Write false for a boolean, "no" for text'),
        ("Yes", 'Write true for a boolean, "Yes" for text'),
        ("on", 'Write true for a boolean, "on" for text'),
        ("OFF", 'Write false for a boolean, "OFF" for text'),
        ("n", 'Write false for a boolean, "n" for text'),
        ("1:30", "number in base 60"),
        ("190:20:30", "number in base 60"),
        ("2020-07-01", 'the date 2020-07-01 is not in quotes. Write "2020-07-01"'),
        ("2020-7-1", "the date 2020-7-1 is not in quotes"),
        ("2020-07-01 10:30:00", "not in quotes"),
        ("0.5", '0.5 is read as a float, and amounts and rates must be exact. Write "0.5"'),
        ("1816.00", "is read as a float"),
        ("-.5", "is read as a float"),
        ("1e5", "is read as a float"),
        (".inf", "is read as a float"),
        (".NaN", "is read as a float"),
        ("017", "no plain whole number"),
        ("1_000", "no plain whole number"),
        ("0x1F", "no plain whole number"),
        ("0o17", "no plain whole number"),
        ("+12", "no plain whole number"),
        ("1234567890123456789", "more than 18 digits"),
        ("", "there is no value here"),
        ("&a x", "an anchor, &a, is used"),
        ("*a", "an alias, *a, is used"),
        ("!!str 1", "a tag, !!str, is used"),
        ("!own [1]", "a tag, !own, is used"),
        (r'"a\0b"', "a control character, U+0000"),
    ],
)
def test_a_trap_is_named_with_its_line_and_a_fix(written: str, says: str) -> None:
    (found,) = problems(f"first: 1\nkey: {written}\n")
    assert found.startswith("x.yaml:2: ")
    assert says in found


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", "x.yaml:3: a is written twice, in lines 1 and 3"),
        ("s:\n  12: 1\n  12: 2\n", "x.yaml:3: 12 is written twice, in lines 2 and 3"),
        ("a: 1\non: 2\n", "x.yaml:2: a bare on is a boolean"),
        ("a: 1\n1.1: 2\n", "x.yaml:2: 1.1 is read as a float"),
        ("true: 2\n", 'x.yaml:1: true cannot be a key. Write "true"'),
        ("null: 2\n", "x.yaml:1: null cannot be a key"),
        ("? [a]\n: 2\n", "x.yaml:1: a list or a mapping cannot be a key"),
        ("a: {x: 1}\nb:\n  <<: {y: 1}\n", "x.yaml:3: a merge key, <<, is used"),
        ("a: 1\n---\nb: 2\n", "x.yaml:2: there are two documents in one file"),
        ("a: 1\n...\nb: 2\n", "there are two documents in one file"),
        ("a:\n\t- b\n", "x.yaml:2:1: there is a tab in the indentation"),
        ("a: b: c\n", 'x.yaml:1:5: there is a second ": " in the line'),
        ("a: - b\n", 'x.yaml:1:4: a list item, "- ", cannot begin here'),
        ("a: @b\n", "x.yaml:1:4: a value cannot begin with this character"),
        ('a: "\\q"\n', "there is no such backslash escape"),
        ("a: 1\nb\nc: 2\n", 'the line is neither "key: value" nor a list item'),
        ("a: 1\nb: 'x\n", "x.yaml:2:4: a quote is not closed"),
        ("a: 1\nb: [x,\n  y\n", "x.yaml:2:4: a bracket is not closed"),
        ("a:\n  b: 1\n c: 2\n", "x.yaml:3:2: the indentation does not match"),
        ("- a\nb: c\n", "x.yaml:2:1: the indentation does not match, or keys and list items are mixed"),
        ("a: {b: As computed, cut first}\n", "quote text that holds a comma inside { }"),
        ("a: x\x00y\n", "x.yaml:1:5: there is a control character, U+0000"),
        ("a: \ud800\n", "there is a control character, U+D800"),
        ("", "x.yaml:1: the file is empty"),
        ("# nothing\n", "x.yaml:1: the file is empty"),
        ("[" * 21 + "]" * 21, "x.yaml:1: it is nested more than 20 levels deep"),
    ],
)
def test_what_is_no_plain_yaml_is_said_in_words(text: str, says: str) -> None:
    found = problems(text)
    assert any(says in problem for problem in found), found


@pytest.mark.usefixtures("parser")
def test_twenty_levels_are_read() -> None:
    assert loads("[" * 20 + "]" * 20, "x.yaml").data


@pytest.mark.usefixtures("parser")
def test_all_problems_of_a_file_are_told_at_once() -> None:
    found = problems("a: no\nb: 0.5\na: 2020-07-01\nc: &x 1\nd: *x\n")
    assert [problem.split(": ")[0] for problem in found] == [f"x.yaml:{line}" for line in (1, 2, 3, 3, 4, 5)]


@pytest.mark.usefixtures("parser")
def test_problems_are_told_in_chinese_too() -> None:
    with pytest.raises(LawError) as caught:
        loads("a: 1\nb: 2020-07-01\n", "x.yaml")
    assert caught.value.text("zh") == 'x.yaml:2：日期 2020-07-01 没有加引号。写成 "2020-07-01"。'


@pytest.mark.usefixtures("parser")
def test_aliases_cannot_blow_up() -> None:
    rows = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60))]
    assert len(problems("\n".join(rows))) == 60 + 2 * 59


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_source, "MAX_BYTES", 10)
    file = tmp_path / "file.yaml"
    file.write_text("a: 缴费缴费\n", "utf-8")
    with pytest.raises(LawError, match="larger than"):
        load(file, "x.yaml")
    assert "larger than" in problems("a: 缴费缴费\n")[0]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a file without end")
def test_a_file_without_end_is_not_read_to_its_end() -> None:
    with pytest.raises(LawError, match="larger than"):
        load(Path("/dev/zero"), "x.yaml")


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    file.write_bytes(b"a: 1\nb: " + "缴费".encode("gbk"))
    with pytest.raises(LawError, match=r"x\.yaml:2: the file is not UTF-8"):
        load(file, "x.yaml")


def test_a_file_that_is_not_there_is_told_in_the_error_asked_for(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"x\.yaml: the file cannot be read"):
        load(tmp_path / "none.yaml", "x.yaml", InputError)
    with pytest.raises(InputError, match=r"x\.yaml: the file cannot be read"):
        load(tmp_path, "x.yaml", InputError)


# ---- whatever is written


@given(st.text() | st.text(" \n\t-:?[]{},&*!|>'\"%@`#~=<.0123456789eEnoytrufalsx\\é一\x85\u2028"))
@example("{" * 2000)
@example("- " * 2000)
@example("? " * 2000)
@example('"\\UFFFFFFFF"')
@example('"\\ud800"')
@example("%YAML 9.9\n---\na: 1")
@example("%TAG ! x\n---\n!y a: 1")
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    for parser in PARSERS:
        with patch.object(yaml_source, "_LOADER", parser):
            try:
                loads(text, "x.yaml")
            except RensheError as error:
                assert error.problems
                for problem in error.problems:
                    assert PLACE.fullmatch(problem.place), problem
                    assert problem.what.zh and problem.what.en
