"""Schemes, services, packages and duties: bound late, known from a day, due on a day, asked as registers."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from renshe.api import Lawbook
from renshe.engine.branches import unreached
from renshe.engine.check import Outcome, check, read_all, read_cases
from renshe.engine.coverage import queried
from renshe.engine.declared import KINDS, ROLES, Scheme
from renshe.engine.declared_answer import declared_json, duties_of, evaluation_of, find
from renshe.engine.declared_check import query
from renshe.engine.declared_due import Owed
from renshe.engine.errors import InputError, LawError
from renshe.engine.mutation import survivors
from renshe.engine.schemas import DutyEntry, PackageEntry, SchemeEntry, ServiceEntry
from tests.engine.conftest import Law

DUTY = """
{name}:
  label: {{zh: 报告, en: report}}
  cites: [{cites}]
  holders: [{holder}]
  {more}
"""


def duty(law: Law, name: str, more: str = "", *, cites: str = "cn-1/1", holder: str = "employer") -> str:
    return DUTY.format(name=name, more=more, cites=cites, holder=holder)


def owed(law: Law, region: str = "CN", date: str = "2020-07-10", **more: Any) -> list[Owed]:
    return duties_of(law.book, region=region, date=date, **more)[1]


def days(found: list[Owed]) -> list[tuple[str, str | None]]:
    def written(day: int | None) -> str | None:
        return None if day is None else datetime.date.fromordinal(day).isoformat()

    return [(one.duty.name, written(one.deadline.due)) for one in found]


@pytest.fixture
def declared(law: Law) -> Law:
    return law.enum("actor", "employer", "agency").inputs(ended="date", hired="boolean")


def write(law: Law, text: str, file: str = "cn/pay/duties.yaml") -> Law:
    return law.write(file, text)


def test_the_forms_name_the_lists_and_the_rules_of_their_kind() -> None:
    forms = {"scheme": SchemeEntry, "service": ServiceEntry, "package": PackageEntry, "duty": DutyEntry}
    for kind, form in forms.items():
        assert set(KINDS[kind].SECTIONS) <= set(form.model_fields)
        rules = form.model_fields["rules"].annotation
        assert rules is not None and set(rules.model_fields) == set(ROLES[kind])


def test_a_lower_place_answers_whole_and_the_nation_before_it_was_known(declared: Law) -> None:
    write(declared, duty(declared, "report", "due: {days: 30, after: ended}"))
    write(declared, duty(declared, "report", cites="bj-1/1", holder="agency"), "cn_bj/pay/duties.yaml")
    book = declared.book
    there = find(evaluation_of(book, region="CN-BJ", date="2020-07-10"), "duty", "report")
    assert (there.layer, there.deadline) == ("CN-BJ", None)
    before = find(evaluation_of(book, region="CN-BJ", date="2020-07-10", known_on="2020-02-29"), "duty", "report")
    assert before.layer == "CN"
    assert find(evaluation_of(book, region="CN-GD", date="2020-07-10"), "duty", "report").layer == "CN"
    told = declared_json(book, there, evaluation_of(book, region="CN-BJ", date="2020-07-10").program)
    assert told["replaced"] == ["CN"] and told["known_from"] == "2020-03-01"


def test_a_later_document_changes_and_ends_what_an_earlier_one_declared(declared: Law) -> None:
    later = 'name: report\n  since: "2020-08-01"\n  {}: cn-1/1'
    text = duty(declared, "report") + duty(
        declared, "report_2", later.format("replaces"), cites="cn-2/1", holder="agency"
    )
    write(declared, text)
    book = declared.book

    def holder(date: str, known_on: str | None = None) -> str:
        found = find(evaluation_of(book, region="CN", date=date, known_on=known_on), "duty", "report")
        return found.holders[0].id  # type: ignore[attr-defined,no-any-return]

    assert [holder("2020-07-31"), holder("2020-08-01")] == ["employer", "agency"]
    assert holder("2020-08-01", "2020-06-21") == "employer"
    write(declared, text.replace("replaces:", "ends:"))
    assert owed(declared, date="2020-07-31") and not owed(declared, date="2020-08-01")


def test_a_name_that_is_not_there_is_said_with_the_nearest(declared: Law) -> None:
    write(declared, duty(declared, "report"))
    with pytest.raises(InputError, match="report"):
        find(evaluation_of(declared.book, region="CN", date="2020-07-10"), "duty", "reports")
    with pytest.raises(InputError, match="no scheme"):
        find(evaluation_of(declared.book, region="CN", date="2020-07-10"), "scheme", "report")


# ---- days


@pytest.mark.parametrize(
    ("due", "inputs", "day"),
    [
        ("{days: 30, after: ended}", {"ended": "2020-07-01"}, "2020-07-31"),
        ("{months: 1, after: ended}", {"ended": "2020-01-31"}, "2020-02-29"),
        ("{by: last_day}", {}, "2020-12-31"),
        ("{by: open_days}", {}, "2020-07-25"),
        ("{by: open_months}", {}, "2020-08-31"),
        ("{every: month, day: 15}", {}, "2020-07-15"),
        ("{every: month, day: 31}", {}, "2020-07-31"),
        ("{every: quarter}", {}, "2020-09-30"),
        ("{every: quarter, month: 1, day: 15}", {}, "2020-07-15"),
        ("{every: quarter, month: 1, day: 9}", {}, "2020-10-09"),
        ("{every: year}", {}, "2020-12-31"),
        ("{every: year, month: 3, day: 1}", {}, "2021-03-01"),
        ("{zh: 及时, en: promptly}", {}, None),
    ],
)
def test_a_due_day(declared: Law, due: str, inputs: dict[str, object], day: str | None) -> None:
    declared.numbers(
        """
        last_day:
          kind: scalar
          unit: date
          records: [{value: "2020-12-31", cites: [cn-1/2], grade: printed}]
        open_days:
          kind: window
          unit: date
          records: [{value: ["2020-06-10", "2020-07-25"], cites: [cn-1/2], grade: printed}]
        open_months:
          kind: window
          unit: month
          records: [{value: ["2020-06", "2020-08"], cites: [cn-1/2], grade: printed}]
        """
    )
    write(declared, duty(declared, "report", f"due: {due}"))
    (one,) = owed(declared, inputs=inputs)
    assert days([one]) == [("report", day)]
    assert one.deadline.cites == (("cn-1/2",) if "by" in due else ())


def test_what_a_day_lacks_is_named(declared: Law) -> None:
    text = duty(declared, "one", "due: {days: 30, after: ended}")
    text += duty(declared, "two", "due: {working_days: 5, after: ended}")
    write(declared, text)
    assert [one.deadline.missing for one in owed(declared)] == [("ended",), ("working_days",)]


def test_duties_of_a_period(declared: Law) -> None:
    declared.numbers(
        """
        open_days:
          kind: window
          unit: date
          records: [{value: ["2020-06-10", "2020-07-25"], cites: [cn-1/2], grade: printed}]
        """
    )
    text = duty(declared, "file", "due: {by: open_days}", holder="agency")
    text += duty(declared, "pay", "due: {every: month, day: 15}")
    text += duty(declared, "keep")
    write(declared, text)
    found = owed(declared, start="2020-05-20", end="2020-07-31")
    assert days(found) == [("pay", "2020-06-15"), ("pay", "2020-07-15"), ("file", "2020-07-25"), ("keep", None)]
    assert [name for name, _ in days(owed(declared, start="2020-05-20", end="2020-06-09"))] == ["keep"]
    assert [name for name, _ in days(owed(declared, start="2020-07-26", end="2020-07-31"))] == ["keep"]
    assert [name for name, _ in days(owed(declared, holder="“agency”"))] == ["file"]
    with pytest.raises(InputError, match="agency"):
        owed(declared, holder="agencies")
    with pytest.raises(InputError, match="before"):
        owed(declared, start="2020-07-26", end="2020-07-25")


def test_a_duty_that_is_not_owed_is_left_out(declared: Law) -> None:
    declared.outputs(free="boolean").reasons("hired").rules(
        """
        @condition(cites="cn-1/1", otherwise="hired")
        def free(hired: bool) -> bool:
            return not hired
        """
    )
    write(declared, duty(declared, "report", "rules: {applies: free}"))
    assert [one.applies for one in owed(declared)] == [None]
    assert [one.applies for one in owed(declared, inputs={"hired": False})] == [True]
    assert owed(declared, inputs={"hired": True}) == []


# ---- as registers


def test_rules_ask_declarations_as_a_register(declared: Law) -> None:
    declared.inputs(package="text").outputs(names="list:text", count="integer", papers="list:text", label="text").rules(
        """
        names = register("packages", field="names", cites="cn-1/1")
        count = register("packages", field="count", cites="cn-1/1")
        papers = register("packages", field="materials", cites="cn-1/1", match={"id": "package"})
        label = register("packages", field="label", cites="cn-1/1", match={"id": "package"})
        """
    )
    declared.write(
        "cn/pay/packages.yaml",
        """
        hiring:
          label: {zh: 招用, en: hiring}
          cites: [cn-1/2]
          materials:
            contract: {zh: 合同, en: contract, cites: [cn-1/3]}
        death:
          label: {zh: 过世, en: death}
          cites: [cn-1/3]
        """,
    )
    assert declared.value("names") == ("hiring", "death")
    assert declared.value("count") == 2
    assert declared.value("papers", package="hiring") == ("contract",)
    assert declared.value("papers", package="death") == ()
    assert declared.value("label", package="death") == "过世"
    assert declared.missing("papers", package="moving") == ("law",)
    assert declared.missing("count", region="CN", date="2019-06-01", known_on="2018-12-31") == ("law",)
    result = declared.decide("papers", package="hiring").answers["papers"].single
    assert result is not None and result.result.cites == ("cn-1/1", "cn-1/3")


# ---- queries

QUERY = """\
- id: one
  topic: pay
  query: duty
  name: report
  region: CN
  date: "2020-07-10"
  inputs: {ended: "2020-07-01"}
  expect: %s
"""


def run(law: Law, tmp_path: Path, expect: str) -> Outcome:
    file = tmp_path / "queries.yaml"
    file.write_text(QUERY % expect, "utf-8")
    (outcome,) = check(law.book, read_all([file]))
    return outcome


@pytest.fixture
def queried_law(declared: Law) -> Law:
    more = "due: {days: 30, after: ended, cites: [cn-1/2]}\n  channels: {app: {zh: 网, en: app, cites: [cn-1/3]}}"
    return write(declared, duty(declared, "report", more))


def test_a_query_shows_the_provisions_of_what_it_expects(queried_law: Law, tmp_path: Path) -> None:
    outcome = run(queried_law, tmp_path, '{due: "2020-07-31"}')
    assert outcome.status == "passed"
    assert queried([outcome]) == {"cn-1/1", "cn-1/2"}
    assert queried([run(queried_law, tmp_path, "{channels: [app]}")]) == {"cn-1/1", "cn-1/3"}


def test_a_query_that_differs_fails_and_a_field_that_is_none_is_refused(queried_law: Law, tmp_path: Path) -> None:
    assert run(queried_law, tmp_path, '{due: "2020-08-01"}').status == "failed"
    assert run(queried_law, tmp_path, "{found: false}").status == "failed"
    assert "channels" in run(queried_law, tmp_path, "{channel: [app]}").error


def test_a_time_no_query_guards_is_listed(queried_law: Law, tmp_path: Path) -> None:
    assert survivors(queried_law.book, [run(queried_law, tmp_path, '{due: "2020-07-31"}')]) == []
    alive = survivors(queried_law.book, [run(queried_law, tmp_path, "{channels: [app]}")])
    assert [line.partition(" ")[2] for line in alive] == ["report: days 30 -1", "report: days 30 +1"]


def test_what_no_query_asks_is_listed_and_what_is_no_query_fails_alone(queried_law: Law, tmp_path: Path) -> None:
    gaps = unreached(queried_law.book, [])
    place = f"{queried_law.package}/cn/pay/duties.yaml:1 report"
    assert [(gap.zh, gap.en) for gap in gaps] == [(f"{place}：没有查询问过", f"{place}: never queried")]
    assert unreached(queried_law.book, [run(queried_law, tmp_path, "{every: null}")]) == []
    file = tmp_path / "queries.yaml"
    file.write_text(
        QUERY % "{found: true}" + (QUERY % "{found: true}").replace("id: one", "id: two\n  holder: x"), "utf-8"
    )
    good, bad = check(queried_law.book, read_all([file]))
    assert (good.status, bad.status) == ("passed", "failed")
    assert "it is for duties" in bad.error
    assert read_cases([file]) == []


# ---- the public face


def test_lawbook_answers_frozen_data() -> None:
    law = Lawbook()
    scheme = law.scheme("unemployment_subsidy", region="CN-BJ", date="2020-07-10")
    assert isinstance(scheme, Scheme)
    assert scheme in law.schemes(region="CN-BJ", date="2020-07-10")
    with pytest.raises(AttributeError):
        scheme.name = "other"  # type: ignore[misc]
    (first, *_) = law.duties(region="CN", date="2020-07-01", holder="各省", start="2020-07-01", end="2020-07-31")
    assert (first.duty.name, first.due) == ("issue_relief_measures", datetime.date(2020, 7, 2))
    assert first.cites == ("mohrss-2020-49/7.3",)
    told = law.describe(scheme)
    assert {cite["id"] for channel in told["channels"] for cite in channel["cites"]} >= {"bj-rsf-2020-8b/3.2"}


def test_a_duty_may_be_one_provision_and_its_units(declared: Law) -> None:
    plain = {"path": "§", "kind": "authority_duty", "gist": {"zh": "建平台", "en": "build a platform"}}
    assigning = {**plain, "measure": 1, "units": ["市财政局"], "responsibility_mode": "lead"}
    declared.document("cn-3", provisions={"1": plain, "2": assigning})
    write(declared, "build:\n  cites: [cn-3/1]\n  assigned_by: cn-3/2\n")
    (one,) = owed(declared, holder="市财政局")
    assert (one.duty.label.en, one.duty.units, one.duty.responsibility_mode) == (
        "build a platform", ("市财政局",), "lead"
    )  # fmt: skip
    assert one.duty.all_cites() == ("cn-3/1", "cn-3/2")
    write(declared, "build:\n  cites: [cn-3/1]\n  assigned_by: cn-3/1\n")
    assert "names no units" in declared.problem().text("en")
    write(declared, "build:\n  cites: [cn-3/1]\n")
    assert "holders is missing" in declared.problem().text("en")


def test_a_scheme_and_a_service_say_when_they_are_open(declared: Law, tmp_path: Path) -> None:
    declared.numbers("""
        claims:
          kind: window
          unit: date
          records: [{value: ["2020-07-01", "2020-12-31"], cites: [cn-2/1], grade: printed}]
    """)
    text = "  label: {zh: 补助, en: subsidy}\n  cites: [cn-1/1]\n  rules: {window: claims}\n"
    declared.write("cn/pay/schemes.yaml", f"subsidy:\n{text}").write("cn/pay/services.yaml", f"claim:\n{text}")
    entry = {"region": "CN", "date": "2020-07-10", "expect": {"opens": "2020-07-01", "closes": "2020-12-31"}}
    for kind, name in (("scheme", "subsidy"), ("service", "claim")):
        found = query(declared.book, {**entry, "query": kind, "name": name})
        assert found.got == entry["expect"]
        assert set(found.cites) == {"cn-1/1", "cn-2/1"} and found.reads == ("claims",)


def test_a_narrower_actor_stands_below_the_wider_one(law: Law) -> None:
    words = "{zh: 甲, en: one%s}"
    law.write(
        "vocabulary/actors.yaml",
        "enums: {actor: {firm: " + words % ", within: employer" + ", employer: " + words % "" + "}}",
    )
    with pytest.raises(LawError) as raised:
        law.book  # noqa: B018
    assert "employer is no member of actor above firm" in raised.value.text("en")


def test_a_duty_may_turn_on_a_fact(declared: Law) -> None:
    write(declared, duty(declared, "report", "rules: {applies: hired}"))
    assert [one.turns_on for one in owed(declared)] == [("hired",)]
    assert owed(declared, inputs={"hired": False}) == []
