"""Declarations looked up on the command line: in lists, by name, by document; duties with their days."""

from __future__ import annotations

import json

import pytest

from renshe.api import default
from renshe.engine.browse_declared import duties, entry, entry_text, listing, listing_text
from renshe.engine.declared_answer import duties_of, holder_of
from renshe.engine.duties_text import duties_text
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
    filed = "2020-07-25  申报2020年度五险一金缴费工资"
    order = ("出台减免政策实施办法", filed, "没有具体日期】北京", "没有具体日期】全国")
    days = [text.index(said) for said in order]
    assert days == sorted(days)
    assert "由各省" in text and "未履行：" in text and "取决于 申报渠道（filing_channel）" in text
    assert "依据 京人社保字〔2020〕68号 二、一" in text
    en = duties_text(found, "en")
    assert "turns on way of filing (filing_channel)" in en and "within 10 days of the day the notice was issued" in en
    nobody = duties(*duties_of(book, region="CN-SH", date="2020-07-10", holder="housing_fund_centre"))
    assert duties_text(nobody, "en").endswith("There is no duty.")


def test_the_command_line_lists_duties() -> None:
    done = call("law", "duties", "--region", "北京", "--holder", "用人单位", "--date", "2020-07-01", "--lang", "zh")
    assert done.code == 0 and "2020-07-25  申报2020年度五险一金缴费工资（2020-06-10起）" in done.out
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


def test_a_company_has_the_duties_of_an_employer_and_an_office_is_known_by_part_of_its_name(book: Lawbook) -> None:
    assert (holder_of(book, "企业") or set()) >= {"enterprise", "employer"}
    assert "public_sector_employer" not in (holder_of(book, "企业") or ())
    assert (holder_of(book, "用人单位") or set()) >= {"employer", "enterprise", "public_sector_employer"}
    assert holder_of(book, "社保中心") == holder_of(book, "city_social_insurance_centre")
    assert holder_of(book, "区人社局") == {
        "district_human_resources_bureau",
        "district_authorities",
        "local_authorities",
    }
    assert holder_of(book, "市科委") == {"市科委"}
    with pytest.raises(InputError, match="human_resources_bureau") as raised:
        holder_of(book, "人社局")
    assert "市人社局（human_resources_bureau）" in raised.value.text("zh")


def test_what_a_day_or_a_duty_lacks_is_named(book: Lawbook) -> None:
    case = {"region": "CN", "date": "2020-07-10", "inputs": {"notice_issued_date": "?"}}
    found = duties(*duties_of(book, **case))  # type: ignore[arg-type]
    assert "还缺 通知印发日（notice_issued_date）" in duties_text(found, "zh")
    case = {"region": "CN-BJ", "date": "2020-07-10", "holder": "企业"}
    found = duties(*duties_of(book, **case))  # type: ignore[arg-type]
    assert "等11项" in duties_text(found, "zh") and "and 8 more" in duties_text(found, "en")
    assert json.loads(json.dumps(found)) == found
