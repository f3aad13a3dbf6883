"""Doubts recorded on documents, words of topics and fields, and numbers that nothing reads."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.api import default
from renshe.engine.browse import entry, listing
from renshe.engine.browse_text import entry_text, listing_text
from renshe.engine.check import Case
from renshe.engine.labels import labels_of
from renshe.engine.lookup import unread
from tests.engine.conftest import Law, label, sound

CLASH = {
    "kind": "clash",
    "what": label("two days"),
    "reading": label("the first"),
    "cites": ["cn-2/1"],
    "with": ["cn-2/2"],
}


def paying(law: Law, **document: Any) -> Law:
    """A rule that reads a number, both resting on a document with something to say of itself."""
    law.document("cn-2", signed="2020-06-22", **document)
    law.inputs(months="months").outputs(pay="money", enough="boolean").reasons("too_few")
    law.numbers(
        """
        pay_standard:
          kind: scalar
          unit: CNY
          records:
            - {value: "10.00", cites: [cn-1/1], grade: reported}
            - {value: "20.00", cites: [cn-2/1], grade: printed, replaces: cn-1}
        """
    )
    return law.rules(
        """
        @condition(cites="cn-1/2", otherwise="too_few")
        def enough(months: Months) -> bool:
            return months >= 12

        @rule(cites="cn-1/1", reasons_from=[enough])
        def pay(enough: bool, pay_standard: Money) -> Money:
            return pay_standard if enough else Money(0)
        """
    )


def only(found: dict[str, Any]) -> dict[str, Any]:
    (item,) = found["found"]
    return item


def test_a_doubt_stands_at_its_provisions_with_what_is_decided_by_them(law: Law) -> None:
    book = paying(law, issues=[CLASH]).book
    (issue,) = only(entry(book, "cn-2/1"))["issues"]
    assert (issue["kind"], [cite["id"] for cite in issue["with"]]) == ("clash", ["cn-2/2"])
    assert [use["name"] for use in issue["decides"]] == ["pay_standard"]
    assert only(entry(book, "cn-2/2"))["issues"] == [issue], "the other side has it too"
    assert only(entry(book, "cn-2/3"))["issues"] == []
    assert only(entry(book, "pay_standard"))["issues"] == [issue]
    assert "reading taken: the first" in entry_text(entry(book, "pay_standard"), "en")


def test_a_doubt_without_provisions_stands_at_the_document(law: Law) -> None:
    book = paying(law, issues=[{"what": label("no day"), "reading": None}]).book
    found = entry(book, "cn-2")
    assert [issue["what"]["en"] for issue in only(found)["issues"]] == ["no day"]
    name = only(entry(book, "pay_standard"))
    assert name["issues"] == [] and [(d["id"], d["issues"]) for d in name["documents"]] == [("cn-1", 0), ("cn-2", 1)]
    assert "renshe law show cn-2" in entry_text(entry(book, "pay_standard"), "zh")


@pytest.mark.parametrize(
    "wrong",
    [
        {**CLASH, "with": ["cn-2/9"]},
        {**CLASH, "cites": ["cn-2/4"]},
        {**CLASH, "kind": "gap"},
        {**CLASH, "kind": "quarrel"},
        {key: value for key, value in CLASH.items() if key != "with"},
    ],
)
def test_a_doubt_that_does_not_fit_is_refused(law: Law, wrong: dict[str, Any]) -> None:
    for problem in paying(law, issues=[wrong]).problems():
        assert "cn-2.yaml" in problem.place
        assert problem.text("zh") and problem.text("en")


def test_a_rule_is_shown_with_the_numbers_it_reads_and_the_cases_that_test_it(law: Law) -> None:
    book = paying(law).book
    case = Case(id="a", topic="pay", region="CN", date="2020-07-10", inputs={}, expect={"pay": "20.00"})
    found = only(entry(book, "pay", [case]))
    (read,) = found["reads_numbers"]
    records = read["numbers"][0]["records"]
    assert [(record["value"], record["grade"], record["known_from"]) for record in records] == [
        ("10.00", "reported", "2019-01-01"),
        ("20.00", "printed", "2020-06-22"),
    ]
    assert found["cases"] == {"expect_it": 1, "may_read_it": 0}
    assert only(entry(book, "enough", [case]))["cases"] == {"expect_it": 0, "may_read_it": 1}
    assert only(entry(book, "enough"))["cases"] is None
    text = entry_text(entry(book, "pay", [case]), "en")
    assert "CNY 20.00" in text and "Cases: 1 expect a value of it" in text


def test_a_number_that_nothing_reads_is_found(law: Law) -> None:
    paying(law)
    assert unread(law.book) == []
    law.numbers(
        "pay_standart: {kind: scalar, unit: CNY, records: [{value: '1.00', cites: [bj-1/1], grade: printed}]}",
        "cn_bj/pay",
    )
    assert [(number.layer, number.name) for number in unread(law.book)] == [("CN-BJ", "pay_standart")]
    assert "No rule uses it" in entry_text(entry(law.book, "pay_standart"), "en")


def test_a_topic_and_the_fields_of_a_record_have_their_words(law: Law) -> None:
    paying(law).record("filing", day="date", months="integer").inputs(filings="list:record:filing")
    law.words["label"] = label("paying")
    law.words["records"]["filing"]["months"]["label"] = label("months filed")
    book = law.book
    assert book.topic_name("pay").en == "paying" and book.topic_name("night_work").en == "night work"
    assert "paying" in listing_text(listing(book), "en")
    kind = book.terms["filings"].type.item
    assert kind is not None and labels_of(book).field(kind, "months").en == "months filed"
    fields = only(entry(book, "filings"))["type"]["item"]["fields"]
    assert [field["label"]["en"] for field in fields] == ["day", "months filed"]


def test_topics_of_the_law_are_named_and_every_number_is_read() -> None:
    book = default().compiled
    assert book.topic_name("contribution_relief").zh == "阶段性减免社会保险费"
    assert [f"{number.place} {number.name}" for number in unread(book)] == []


def test_what_is_refused_says_so_in_both_languages(law: Law) -> None:
    sound(paying(law, issues=[{**CLASH, "cites": ["cn-2/9"]}]).problem())
