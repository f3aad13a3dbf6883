"""The command line as people use it: Chinese names, answers in words, odd terminals, wrong words, help."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from renshe.api import default
from renshe.cli import app
from renshe.cli.common import EXIT_FAULT, prepare_streams
from renshe.cli.conversation import put, read
from renshe.cli.names import place
from renshe.engine.errors import Words
from renshe.engine.interview import Question
from renshe.engine.layout import NARROWEST, WIDTH, columns_here, cut, width, wrap
from renshe.engine.values import ValueType
from tests.engine.conftest import HAN
from tests.engine.test_cli import Done, call, started

COMMANDS = [
    (), ("decide",), ("ask",), ("check",), ("demo",), ("law",), ("law", "list"), ("law", "show"), ("law", "timeline"),
    ("law", "conflicts"), ("law", "diff"), ("law", "coverage"), ("law", "duties"), ("batch",), ("explain",),
    ("template",),
]  # fmt: skip
RELIEF = ("--region", "广东省", "--date", "2020-07-15", "险种=工伤保险", "单位类型=企业", "企业划型=中型")


# ---- names people use


def test_outputs_inputs_choices_and_places_by_what_people_call_them() -> None:
    done = call("decide", "减免比例", *RELIEF, "缴费部分=单位缴费部分", "month=2020-07", "--json")
    assert done.code == 0, done.err
    answer = done.json
    assert answer["outputs"]["relief_rate"]["value"] == "1.00"
    assert answer["case"]["region"]["region"] == "CN-GD"
    english = call("decide", "Share relieved", "--region", "guangdong", "--date", "2020-07-15", "--json").json
    assert list(english["outputs"]) == ["relief_rate"]


def test_an_input_given_under_two_names_is_refused() -> None:
    done = call("decide", "relief_rate", "险种=工伤保险", "insurance=pension")
    assert done.code == 2 and "under two names" in done.err


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("北京", "CN-BJ"), ("北京市", "CN-BJ"), ("内蒙古自治区", "CN-NM"), ("Beijing", "CN-BJ"), ("cn-bj", "CN-BJ"),
        ("广州市", "CN-GD-440100"), ("全国", "CN"), ("CN-GD-999999", "CN-GD-999999"), ("北京路", "北京路"),
        ("市", "市"),
    ],
)  # fmt: skip
def test_a_place_by_its_name(typed: str, code: str) -> None:
    assert place(default().compiled, typed) == code


def test_a_place_lists_by_its_name_too() -> None:
    done = call("law", "list", "--region", "北京", "--lang", "zh")
    assert done.code == 0 and "北京（CN-BJ）" in done.out


# ---- a conversation

SUBSIDY = ("ask", "失业补助金月额", "--region", "北京", "--date", "2020-07-10")


def test_answers_in_words_and_what_is_not_known() -> None:
    done = call(*SUBSIDY, "--lang", "zh", stdin="一年\n对\n不清楚\n不是\n是的\n12个月\n不对\nn\n否\n")
    assert done.code == 0, done.err
    assert done.out.count("请回答是或否") == 1
    assert "失业补助金月额：" in done.out
    assert "只问还会影响结果的事" in done.out.splitlines()[0]


def test_the_end_of_what_is_typed_ends_it_with_what_is_known_so_far() -> None:
    done = call(*SUBSIDY, "--lang", "en", stdin="")
    assert done.code == 0 and "undetermined" in done.out and "What is missing" in done.out


def question(kind: ValueType, **more: object) -> Question:
    return Question(name="x", question=Words("哪个？", "Which?"), label=Words("甲", "one"), type=kind, **more)  # type: ignore[arg-type]


CHOICES = {"a": Words("甲", "first"), "b": Words("乙", "second")}
ENUM = ValueType("enum", enum="kind", members=("a", "b"))
RECORD = ValueType("record", fields=(("day", ValueType("date")), ("wage", ValueType("money"))))


@pytest.mark.parametrize(
    ("asked", "typed", "given"),
    [
        (question(ValueType("boolean")), "是的", True),
        (question(ValueType("boolean")), " No ", False),
        (question(ValueType("boolean")), "没有", "没有"),
        (question(ValueType("boolean")), "don't know.", "?"),
        (question(ValueType("months")), "１２个月", "12"),
        (question(ValueType("money")), "1,816.00 元", "1,816.00"),
        (question(ValueType("integer")), "3", "3"),
        (question(ValueType("date")), "2020年7月1日", "2020年7月1日"),
        (question(ENUM, choices=CHOICES), "2", "b"),
        (question(ENUM, choices=CHOICES), "3", "3"),
        (question(ENUM, choices=CHOICES), "甲", "甲"),
        (question(ValueType("list", item=ENUM), choices=CHOICES), "2、1", "b,a"),
        (question(ValueType("list", item=ENUM), choices=CHOICES), "[]", "[]"),
        (question(ValueType("text")), "", "?"),
    ],
)
def test_what_was_typed_as_a_case_holds_it(asked: Question, typed: str, given: object) -> None:
    assert read(asked, typed) == given


def test_a_question_says_what_an_answer_looks_like() -> None:
    assert put(question(ValueType("boolean"), help=Words("说明", "Help")), "zh") == ["", "哪个？（是/否）", "  说明"]
    assert put(question(ENUM, choices=CHOICES, assumed=True, default="b"), "en")[1:] == [
        "Which? (give its number)", "  1. first", "  2. second", "  Enter: as usual, that is “second”",
    ]  # fmt: skip
    nullable = question(ValueType("money", nullable=True))
    assert put(nullable, "en")[1] == "Which? (an amount in yuan, such as 1816.00, or none)"
    assert '[{"day": "2020-07-01", "wage": "5000.00"}]' in put(question(ValueType("list", item=RECORD)), "zh")[1]
    assert "[]" in put(question(ValueType("list", item=ENUM), choices=CHOICES), "zh")[1]
    assert "[]" in put(question(ValueType("list", item=ValueType("text"))), "en")[1]
    assert "a, b" in put(question(ENUM), "en")[1]


# ---- terminals


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk", "utf-16"])
@pytest.mark.parametrize("words", [("demo", "layoff_report"), ("law", "show", "relief_rate", "--json"), ("--help",)])
def test_no_encoding_ends_in_a_traceback(encoding: str, words: tuple[str, ...]) -> None:
    path = os.pathsep.join([str(Path(__file__).resolve().parents[2] / "src"), *sys.path])
    done = subprocess.run([sys.executable, "-m", "renshe", *words], capture_output=True, timeout=120, check=False,
                          env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": encoding})  # fmt: skip
    assert done.returncode == 0 and b"Traceback" not in done.stderr, done.stderr
    if encoding == "gbk" and words[0] == "demo":
        assert "√ 属于第四十一条裁员" in done.stdout.decode("gbk")
    if "--json" in words:
        assert done.stdout.decode(encoding)


def test_bytes_that_are_no_text_can_be_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe\n"), encoding="utf-8"))
    prepare_streams()
    assert sys.stdin.readline() == "\ufffd\ufffd\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk here")
def test_a_reader_that_goes_away_and_a_disk_that_is_full() -> None:
    shell = f'"{sys.executable}" -m renshe law list --json'
    path = os.pathsep.join([str(Path(__file__).resolve().parents[2] / "src"), *sys.path])
    for ending, code in (("| head -1 >/dev/null; exit ${PIPESTATUS[0]}", 0), (">/dev/full", 2), (">&-", 0)):
        done = subprocess.run(["bash", "-c", f"{shell} {ending}"], capture_output=True, text=True, timeout=120,
                              env={**os.environ, "PYTHONPATH": path}, check=False)  # fmt: skip
        assert done.returncode == code and "Traceback" not in done.stderr and "Exception" not in done.stderr, done


class Terminal(io.StringIO):
    """Standard output as it is on a terminal."""

    def fileno(self) -> int:
        return 1


def test_a_page_is_no_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert columns_here() == WIDTH
    monkeypatch.setattr(sys, "stdout", Terminal())
    for columns, page in ((80, 80), (200, WIDTH), (10, NARROWEST)):
        monkeypatch.setattr(os, "get_terminal_size", lambda _, c=columns: os.terminal_size((c, 24)))
        assert columns_here() == page
        assert max(map(width, wrap("一二三四五六七八九十" * 20))) <= page


def test_a_title_is_cut_with_a_sign() -> None:
    assert [cut("一二三", 6), cut("一二三四", 6), cut("one two", 5)] == ["一二三", "一二…", "one…"]


# ---- wrong words, faults, help


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        (("lw",), "Did you mean 'law'", "看不懂"),
        (("decide", "--nope"), "No such option: --nope", "没有选项 --nope"),
        (("law", "show"), "Missing argument 'NAME'", "缺少 NAME"),
        (("law", "show", "x", "--lang"), "'--lang' requires an argument", "--lang 后面要有值"),
        (("decide", "x", "--strict", "sure"), "--strict: sure: printed", "--strict 的值不对：sure"),
        (("ask",), "no output was named", "没有写要问什么"),
    ],
)
def test_a_command_line_that_is_none_says_what_and_where_help_is(words: tuple[str, ...], en: str, zh: str) -> None:
    english = started(*words, RENSHE_LANG="en")
    chinese = started(*words, RENSHE_LANG="zh")
    assert english.code == chinese.code == 2 and english.out == chinese.out == ""
    assert en in english.err, english.err
    assert zh in chinese.err and HAN.search(chinese.err.splitlines()[0]), chinese.err


def test_a_fault_of_ours_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no home")

    monkeypatch.setattr("renshe.api.load", fail)
    monkeypatch.delenv("RENSHE_DEBUG", raising=False)
    for tongue, said in (("zh", "程序自身出错：RuntimeError: no home"), ("en", "at fault: RuntimeError: no home")):
        done = call("law", "list", "--lang", tongue)
        assert done.code == EXIT_FAULT and said in done.err
    monkeypatch.setenv("RENSHE_DEBUG", "1")
    with pytest.raises(RuntimeError):
        call("law", "list")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_help_is_in_both_languages_with_examples_and_fits_a_terminal(words: tuple[str, ...]) -> None:
    done: Done = call(*words, "--help")
    assert done.code == 0 and done.err == ""
    assert HAN.search(done.out) and "Usage:" in done.out
    if words not in ((), ("law",)):
        assert "Examples" in done.out and f"renshe {' '.join(words)}" in done.out
    assert max(map(width, done.out.splitlines())) <= 80


def test_the_first_help_has_every_command_and_the_exit_codes() -> None:
    done = call("--help")
    assert [command.name for command in app.registered_commands] == ["decide", "ask", "check", "demo"]
    for said in ("decide", "ask", "check", "demo", "law", "Exit codes", "退出码"):
        assert said in done.out


# ---- looking around in the law


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("timeline", "减免比例", "--region", "广东"), "延长：2020年2月至2020年6月→2020年2月至2020年12月", "extended"),
        (("conflicts", "unemployment_subsidy", "--region", "北京"), "所取读法", "reading taken"),
        (("diff", "2020-06-21", "2020-06-22", "--region", "广东"), "免征对象的减免期", "period of the full waiver"),
        (("show", "mohrss-2020-49/3.1"), "所取读法", "reading taken"),
    ],
)
def test_the_law_is_looked_into_in_both_languages_and_as_json(words: tuple[str, ...], zh: str, en: str) -> None:
    said = {tongue: call("law", *words, "--lang", tongue) for tongue in ("zh", "en")}
    assert [done.code for done in said.values()] == [0, 0]
    assert zh in "".join(said["zh"].out.split()) and en in " ".join(said["en"].out.split())
    assert call("law", *words, "--json").json["lawbook" if words[0] != "diff" else "windows"]


def test_pages_about_the_law_fit_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("renshe.engine.layout.columns_here", lambda: 80)
    for words in (("timeline", "relief_rate"), ("conflicts",), ("diff", "2020-06-01"), ("show", "relief_rate")):
        for tongue in ("zh", "en"):
            lines = call("law", *words, "--lang", tongue).out.splitlines()
            assert [line for line in lines if width(line) > 80] == [], words


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        (("diff",), "--against", "--against"),
        (("diff", "soon"), "A:", "A："),
        (("timeline", "--from", "2020-13-01"), "--from:", "--from："),
        (("conflicts", "nothing_of_the_kind"), "no topic, document or name", "没有叫"),
        (("show", "relief_rate", "--cases", "no/such/folder"), "no such file or folder", "没有这个文件"),
    ],
)
def test_what_cannot_be_looked_up_is_said(words: tuple[str, ...], en: str, zh: str) -> None:
    for tongue, said in (("en", en), ("zh", zh)):
        done = call("law", *words, "--lang", tongue)
        assert done.code == 2 and done.out == "" and said in done.err, done
