"""Declarations looked up on the command line: in lists, by name, by document; duties with their days."""

from __future__ import annotations

import json

import pytest

from renshe.api import default
from renshe.engine.browse_declared import duties, duties_text, entry, entry_text, listing, listing_text
from renshe.engine.declared_answer import duties_of
from renshe.engine.errors import InputError
from renshe.engine.lawbook import Lawbook
from tests.engine.test_cli import call


@pytest.fixture(scope="module")
def book() -> Lawbook:
    return default().compiled


def test_a_topic_lists_what_is_declared_in_it(book: Lawbook) -> None:
    found = listing(book, "unemployment_subsidy")
    assert {one["topic"] for one in found["declared"]} == {"unemployment_subsidy"}
    scheme = next(one for one in found["declared"] if one["name"] == "unemployment_subsidy")
    assert (scheme["kind"], scheme["regions"]) == ("scheme", ["CN", "CN-BJ"])
    assert "失业补助金  待遇项目  CN CN-BJ" in listing_text(found, "zh")
    assert all(one["regions"] == ["CN-BJ"] for one in listing(book, region="CN-BJ")["declared"])
    with pytest.raises(InputError):
        listing(book, "unemployment_subsidies")


@pytest.mark.parametrize("name", ["unemployment_subsidy", "unemployment subsidy", "失业补助金"])
def test_a_scheme_is_found_by_what_it_is_called(book: Lawbook, name: str) -> None:
    found = entry(book, name)
    assert [one["region"]["code"] for one in found["declared"]] == ["CN", "CN-BJ"]
    text = entry_text(found, "en")
    assert "scheme · Beijing · unemployment_subsidy" in text
    assert "(only where: " in text
    assert "（任选其一）" in entry_text(found, "zh")


def test_a_duty_alone_is_found_and_told_with_its_day(book: Lawbook) -> None:
    found = entry(book, "issue_relief_measures")
    assert found["found"] == []
    text = entry_text(found, "en")
    assert "within 10 days of the day the notice was issued" in text
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize("name", ["mohrss-2020-49", "人社部发〔2020〕49号", "mohrss-2020-49/7.3"])
def test_a_document_names_what_is_declared_on_its_ground(book: Lawbook, name: str) -> None:
    found = entry(book, name)
    assert "issue_relief_measures" in {one["name"] for one in found["declared"]}
    assert ("pay_benefits_in_full" in {one["name"] for one in found["declared"]}) is ("/" not in name)
    assert "出台减免政策实施办法（issue_relief_measures）  职责" in entry_text(found, "zh")


def test_what_nothing_is_called_is_refused_with_the_nearest(book: Lawbook) -> None:
    with pytest.raises(InputError, match="issue_relief_measures"):
        entry(book, "issue_relief_mesures")


def test_duties_are_told_by_day(book: Lawbook) -> None:
    case = {"region": "CN-BJ", "date": "2020-07-10", "start": "2020-07-01", "end": "2020-07-31"}
    found = duties(*duties_of(book, **case))  # type: ignore[arg-type]
    assert found["duties"][0]["deadline"]["due"] == "2020-07-02"
    text = duties_text(found, "zh")
    assert text.index("各省：出台减免政策实施办法") < text.index("申报2020年度五险一金缴费工资") < text.index("未定日")
    assert "须看：" in text
    assert "turns on: " in duties_text(found, "en")
    nobody = duties(*duties_of(book, region="CN-SH", date="2020-07-10", holder="self_insured_person"))
    assert duties_text(nobody, "en") == "There is no duty."


def test_the_command_line_lists_duties() -> None:
    done = call("law", "duties", "--region", "北京", "--holder", "用人单位", "--date", "2020-07-01", "--lang", "zh")
    assert done.code == 0 and "2020-06-10 – 2020-07-25  用人单位" in done.out
    given = call("law", "duties", "--date", "2020-07-01", "--json", "通知印发日=2020-06-23").json
    due = {one["name"]: one["deadline"]["due"] for one in given["duties"]}
    assert due["issue_relief_measures"] == "2020-07-03"
    for wrong in (("nonsense",), ("--holder", "nobody"), ("--from", "2020-07-02", "--to", "2020-07-01")):
        assert call("law", "duties", *wrong).code == 2


def test_a_benefit_is_shown_and_not_the_lists_its_name_stands_in(book: Lawbook) -> None:
    for name in ("unemployment_subsidy", "失业补助金"):
        assert entry(book, name)["found"] == []
    here = entry(book, "失业补助金", region="CN-SH")["declared"]
    assert [each["region"]["code"] for each in here] == ["CN"]
