"""The law in order of day: what happens, when, and from when it could be known."""

from __future__ import annotations

from typing import Any

import pytest

from renshe.api import default
from renshe.engine.errors import InputError
from renshe.engine.lawbook import Lawbook
from renshe.engine.timeline import timeline
from renshe.engine.timeline_text import timeline_text
from tests.engine.conftest import Law


@pytest.fixture(scope="module")
def book() -> Lawbook:
    return default().compiled


def told(found: dict[str, Any], *kinds: str) -> list[tuple[str, str, str]]:
    return [(e["at"], e["known_from"], e["event"]) for e in found["events"] if not kinds or e["kind"] in kinds]


def changes(event: dict[str, Any]) -> list[tuple[str | None, str | None]]:
    return [tuple(c[key] and c[key]["en"] for key in ("before", "after")) for c in event["changes"]]  # type: ignore[misc]


WINDOW = """
    open_window:
      kind: window
      unit: month
      clock: month
      records:
        - {value: ["2020-02", "2020-06"], cites: [cn-1/1], grade: printed}
        - {value: ["2020-02", "%s"], cites: [cn-2/1], grade: printed, extends: cn-1/1}
"""


@pytest.mark.parametrize(("last", "word"), [("2020-12", "extended"), ("2020-03", "cut")])
def test_a_window_that_a_later_document_moves_closes_as_known_then_and_as_known_now(
    law: Law, last: str, word: str
) -> None:
    found = timeline(law.numbers(WINDOW % last).book, "open_window")
    assert sorted(told(found, "window")) == sorted(
        [
            ("2020-02", "2019-01-01", "opens"),
            ("2020-06", "2019-01-01", "closes"),
            ("2020-06-22", "2020-06-22", word),
            (last, "2020-06-22", "closes"),
        ]
    )
    closes = {event["at"]: event["superseded"] for event in found["events"] if event["event"] == "closes"}
    assert closes[last] is None and closes["2020-06"]["by"]["id"] == "cn-2"
    assert [event["day"] for event in found["events"]] == sorted(event["day"] for event in found["events"])


def test_a_value_that_changes_says_what_it_was(law: Law) -> None:
    law.numbers(
        """
        standard:
          kind: scalar
          unit: CNY
          records:
            - {since: "2019-03-01", value: "10.00", cites: [cn-1/1], grade: printed}
            - {since: "2020-05-01", until: "2020-12-31", value: "8.00", cites: [cn-2/1], grade: printed, replaces: cn-1}
        """
    )
    found = [event for event in timeline(law.book, "standard")["events"] if event["kind"] == "number"]
    assert [(e["at"], e["known_from"], e["event"], changes(e)) for e in found] == [
        ("2019-03-01", "2019-01-01", "begins", [(None, "CNY 10.00")]),
        ("2020-05-01", "2020-06-22", "changes", [("CNY 10.00", "CNY 8.00")]),
        ("2021-01-01", "2020-06-22", "changes", [("CNY 8.00", "CNY 10.00")]),
    ]


def test_a_value_that_ends_and_one_that_is_ended(law: Law) -> None:
    law.numbers(
        """
        first_one:
          kind: scalar
          unit: CNY
          records: [{until: "2020-12-31", value: "10.00", cites: [cn-1/1], grade: printed}]
        second_one:
          kind: scalar
          unit: CNY
          records:
            - {value: "10.00", cites: [cn-1/1], grade: printed}
            - {since: "2020-07-01", cites: [cn-2/1], grade: printed, ends: cn-1}
        """
    )
    assert told(timeline(law.book, "first_one"), "number") == [
        ("2019-01-01", "2019-01-01", "begins"), ("2020-12-31", "2019-01-01", "ends"),
    ]  # fmt: skip
    assert told(timeline(law.book, "second_one"), "number") == [
        ("2019-01-01", "2019-01-01", "begins"), ("2020-07-01", "2020-06-22", "ends"),
    ]  # fmt: skip


def test_rules_that_begin_and_end(law: Law) -> None:
    law.outputs(pay="integer").rules(
        """
        @rule(cites="cn-1/1", until="2020-06-30", name="pay")
        def old_pay() -> int:
            return 0

        @rule(cites="cn-2/1", since="2020-07-01", name="pay")
        def new_pay() -> int:
            return 1
        """
    )
    assert told(timeline(law.book), "rule") == [
        ("2020-06-30", "2019-01-01", "ends"), ("2020-07-01", "2020-06-22", "begins"),
    ]  # fmt: skip


def test_documents_are_signed_act_expire_and_are_acted_on(law: Law) -> None:
    law.document("cn-1", signed="2019-01-01", effective={"from": "2019-02-01", "to": "2020-01-31", "cites": ["cn-1/1"]})
    law.document(
        "cn-2", signed="2020-01-22",
        effects=[{"kind": "extends", "target": "cn-1", "until": "2021-01-31", "cites": ["cn-2/1"]},
                 {"kind": "repeals", "target": "cn-3", "from": "2020-03-01", "cites": ["cn-2/2"]}],
    ).document("cn-3", signed=None)  # fmt: skip
    found = timeline(law.book, "cn-2")
    assert told(found) == [
        ("2020-01-22", "2020-01-22", "signed"), ("2020-01-22", "2020-01-22", "extends"),
        ("2020-01-31", "2019-01-01", "expires"), ("2020-03-01", "2020-01-22", "repeals"),
    ]  # fmt: skip
    assert changes(found["events"][1]) == [("2020-01-31", "2021-01-31")]
    assert found["events"][2]["superseded"]["known_from"] == "2020-01-22"


def test_a_place_sees_its_chain_and_what_it_replaces(law: Law) -> None:
    law.numbers("floor: {kind: scalar, unit: CNY, records: [{value: '1.00', cites: [cn-1/1], grade: printed}]}")
    law.numbers(
        "floor: {kind: scalar, unit: CNY, records: [{value: '2.00', cites: [bj-1/1], grade: printed}]}", "cn_bj/pay"
    )

    def seen(region: str | None) -> list[tuple[str, list[str]]]:
        events = timeline(law.book, "floor", region=region)["events"]
        return [(e["region"]["code"], e["replaced_in"]) for e in events if e["kind"] == "number"]

    assert seen("CN-BJ") == [("CN", ["CN-BJ"]), ("CN-BJ", [])]
    assert seen("CN-SH") == [("CN", [])]
    assert seen(None) == [("CN", []), ("CN-BJ", [])]


@pytest.mark.parametrize(
    "kwargs", [{"about": "relief_rat"}, {"region": "CN-XX"}, {"first": "2020-13"}, {"last": "soon"}]
)
def test_what_is_none_is_refused(book: Lawbook, kwargs: dict[str, str]) -> None:
    with pytest.raises(InputError) as raised:
        timeline(book, **kwargs)  # type: ignore[arg-type]
    assert raised.value.text("zh") and raised.value.text("en")


# ---- the law of June 2020


def test_the_waiver_was_extended_on_22_june_and_closes_in_december(book: Lawbook) -> None:
    found = timeline(book, "relief_rate", region="CN-GD")
    window = [e for e in found["events"] if e["subject"] and e["subject"]["name"] == "full_waiver_window"]
    assert [(e["at"], e["known_from"], e["event"]) for e in window] == [
        ("2020-02", "2020-02-20", "opens"), ("2020-06-22", "2020-06-22", "extended"),
        ("2020-06", "2020-02-20", "closes"), ("2020-12", "2020-06-22", "closes"),
    ]  # fmt: skip
    assert window[2]["superseded"]["by"]["id"] == "mohrss-2020-49"
    zh = timeline_text(found, "zh")
    assert "2020-06-22  2020-06-22  期间：免征对象的减免期" in zh
    assert "2020-06-22起为mohrss-2020-49所改" in "".join(zh.split())


def test_the_work_injury_rate_falls_in_may_known_from_june_and_returns(book: Lawbook) -> None:
    found = timeline(book, "work_injury_rate_coefficient", region="CN-BJ")["events"]
    assert [(e["at"], e["known_from"], changes(e)) for e in found if e["event"] == "changes"] == [
        ("2020-05", "2020-06-02", [("100%", "80%")]), ("2021-05", "2020-06-02", [("80%", "100%")]),
    ]  # fmt: skip


def test_days_bound_it_and_topics_and_chinese_names_are_understood(book: Lawbook) -> None:
    found = timeline(book, "失业补助金", region="CN-BJ", first="2020-06-01", last="2020-12-31")
    assert found["about"]["kind"] == "topic"
    assert found["events"] and all("2020-06-01" <= event["day"] <= "2020-12-31" for event in found["events"])
    assert timeline(book, "减免比例")["about"]["name"] == "relief_rate"
    assert timeline(book, "京人社发〔2020〕8号")["about"]["kind"] == "document"


def test_every_event_has_the_same_keys_and_can_be_told(book: Lawbook) -> None:
    found = timeline(book)
    assert len({tuple(event) for event in found["events"]}) == 1
    zh, en = timeline_text(found, "zh"), timeline_text(found, "en")
    assert zh != en and "None" not in zh + en
    assert timeline_text(timeline(book, first="1900-01-01", last="1900-01-02"), "en").endswith("nothing happens there")


def test_duties_stand_on_their_last_day_and_windows_say_what_they_time(book: Lawbook) -> None:
    found = timeline(book, region="CN-BJ", first="2020-07-01", last="2020-09-30")
    due = {(e["at"], e["subject"]["name"]) for e in found["events"] if e["kind"] == "duty"}
    assert due >= {
        ("2020-07-02", "issue_relief_measures"), ("2020-07-25", "file_combined_wages"),
        ("2020-07-31", "pay_approved_claims"), ("2020-08-31", "pay_approved_claims"),
        ("2020-09-30", "pay_approved_claims"),
    }  # fmt: skip
    opens = next(
        e for e in found["events"] if e["event"] == "opens" and e["subject"]["name"].startswith("unemployment")
    )
    assert {(each["kind"], each["name"]) for each in opens["serves"]} == {
        ("scheme", "unemployment_subsidy"), ("duty", "take_in_subsidy_claims"),
    }  # fmt: skip
    zh, en = timeline_text(found, "zh"), timeline_text(found, "en")
    assert "出台减免政策实施办法（issue_relief_measures） 到期（由各省）" in zh
    assert "(from 2020-06-10) (by employer" in " ".join(en.split())


def test_a_scheme_or_a_duty_can_be_asked_about_and_what_recurs_needs_an_end(book: Lawbook) -> None:
    found = timeline(book, "一次性吸纳就业补贴")
    assert told(found, "scheme", "window") == [
        ("2020-05-29", "2020-05-29", "known"), ("2020-12-31", "2020-05-29", "closes"),
    ]  # fmt: skip
    assert told(timeline(book, "pay_approved_claims"), "duty") == [("2020-06-22", "2020-06-22", "known")]
    national = timeline(book, "unemployment_subsidy", region="CN-BJ")["events"]
    known = [(e["region"]["code"], e["replaced_in"]) for e in national if e["kind"] == "scheme"]
    assert known == [("CN", ["CN-BJ"]), ("CN-BJ", [])]
    topic = timeline(book, "resident_medical_funding")["events"]
    assert len({e["day"] for e in topic if e["kind"] == "duty" and e["event"] == "known"}) == 1
    document = timeline(book, "人社部发〔2020〕49号")
    assert ("2020-07-02", "2020-06-22", "due") in told(document, "duty")
