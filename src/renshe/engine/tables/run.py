"""One run from file to file: read, compute, compare, write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from renshe.engine.bind import Program
from renshe.engine.decision import read_day, read_inputs
from renshe.engine.errors import InputError, Language, Problem, Words
from renshe.engine.lawbook import Lawbook
from renshe.engine.scalars import day_text
from renshe.engine.tables.batch import Options, Outcome, Progress, compute
from renshe.engine.tables.comparing import Difference, compare
from renshe.engine.tables.delimited import rejects_path, write_csv
from renshe.engine.tables.hidden import hidden_parts
from renshe.engine.tables.owed import Change, owed_since
from renshe.engine.tables.reading import read_sheets
from renshe.engine.tables.roster import Roster
from renshe.engine.tables.workbook import Extras, write_workbook
from renshe.engine.values import ValueProblem, ValueType, parse

MAX_MONTHS = 240
WRITES = (".xlsx", ".csv")


@dataclass
class Run:
    """What a run came to, and the files it wrote."""

    outcome: Outcome
    written: list[Path]
    changes: list[Change] | None = None
    differences: list[Difference] | None = None


@dataclass(frozen=True)
class Order:
    """What is asked of a run, as people write it.

    Attributes:
        region: the place.
        month: one month; or ``first`` and ``last``, both computed; or none, when rows say their own.
        date: the day rules read as ``date``; the last day of each month when left out.
        known_on: answer as the law was known on this day.
        facts: facts for all rows that do not say otherwise.
        owed_since: list what documents signed after this day change.
        compare: last month's result.
        explain: whether the workbook explains each line; None: when there are few.
        unmask: show identity numbers whole in lists.
        rounded: round amounts with more than two decimals to the fen; else they are refused.
    """

    region: str
    month: str | None = None
    first: str | None = None
    last: str | None = None
    date: str | None = None
    known_on: object = None
    facts: Mapping[str, object] | None = None
    owed_since: object = None
    compare: Path | None = None
    explain: bool | None = None
    unmask: bool = False
    rounded: bool = False
    language: Language = "zh"


def run(
    book: Lawbook, roster: Roster, source: Path, out: Path | None, order: Order, progress: Progress | None = None
) -> Run:
    """Compute the table in *source* and write the result.

    Args:
        book: the law.
        roster: the columns a table has and the figures made of a line.
        source: a workbook or a CSV file.
        out: where the result goes, ``.xlsx`` or ``.csv``; None writes nothing.
        order: what is asked.
        progress: told how far it is.

    Raises:
        InputError: when a file, a day, a month or a fact cannot be read.
    """
    if out is not None:
        _check_out(source, out, order)
    known = None if order.known_on is None else read_day(order.known_on, "known_on")
    options = Options(
        region=order.region,
        months=months_of(order.month, order.first, order.last),
        date=None if order.date is None else read_day(order.date, "date"),
        known_on=known,
        facts=read_inputs(book, order.facts or {}),
        unmask=order.unmask,
        rounded=order.rounded,
    )
    since = None if order.owed_since is None else read_day(order.owed_since, "owed_since")
    program = Program(book, order.region, known)
    sheets, hidden = read_sheets(source), hidden_parts(source)
    outcome = compute(book, roster, sheets, options, program=program, progress=progress, hidden=hidden)
    changes = None if since is None else owed_since(outcome, since)
    differences = None if order.compare is None else compare(outcome, order.compare)
    done = Run(outcome, [], changes, differences)
    if out is None:
        return done
    if out.suffix.lower() == ".csv":
        done.written = write_csv(outcome, out, order.language)
        return done
    extras = Extras(
        source=source.name,
        explain=order.explain,
        differences=None if differences is None or order.compare is None else (order.compare.name, differences),
        changes=None if changes is None or since is None else (day_text(since), changes),
        progress=progress,
    )
    write_workbook(outcome, out, order.language, extras)
    done.written = [out]
    return done


def months_of(month: str | None, first: str | None, last: str | None) -> tuple[int, ...]:
    """The months of a run, in order.

    Raises:
        InputError: for what is no month, for an end before its beginning, for more than :data:`MAX_MONTHS`.
    """
    if month is not None and (first is not None or last is not None):
        what = Words("--month 与 --from/--to 不能同时用", "--month excludes --from and --to")
        raise InputError(Problem(what, Words("只用一种", "use one of them"), "month"))
    if month is not None:
        return (_month(month, "month"),)
    if first is None and last is None:
        return ()
    if first is None or last is None:
        missing = "from" if first is None else "to"
        raise InputError(
            Problem(
                Words(f"缺少 --{missing}", f"--{missing} is missing"),
                Words("起止月都要写", "give both the first and the last month"),
                missing,
            )
        )
    ends = (_month(first, "from"), _month(last, "to"))
    if ends[1] < ends[0]:
        what = Words(f"{last} 早于 {first}", f"{last} is before {first}")
        raise InputError(Problem(what, Words("把起止月对调", "exchange them"), "to"))
    if ends[1] - ends[0] >= MAX_MONTHS:
        what = Words(f"超过 {MAX_MONTHS} 个月", f"more than {MAX_MONTHS} months")
        raise InputError(Problem(what, Words("分几次算", "compute them in several runs"), "to"))
    return tuple(range(ends[0], ends[1] + 1))


def _month(text: str, place: str) -> int:
    try:
        return int(parse(ValueType("month"), text))  # type: ignore[arg-type]
    except ValueProblem as problem:
        raise InputError(problem.problem(place)) from None


def _check_out(source: Path, out: Path, order: Order) -> None:
    suffix = out.suffix.lower()
    written = (out, rejects_path(out)) if suffix == ".csv" else (out,)
    if suffix not in WRITES:
        what = Words(f"不能写“{suffix}”类的文件", f"a file “{suffix}” cannot be written")
        fix = Words("写成 .xlsx 或 .csv", "name it .xlsx or .csv")
    elif suffix == ".csv" and (order.compare is not None or order.owed_since is not None):
        what = Words("csv 只写明细，写不下差异和补退", "a csv holds the lines alone, no changes and nothing owed")
        fix = Words("结果写成 .xlsx", "name the result .xlsx")
    elif not out.parent.is_dir():
        what = Words(f"没有文件夹 {out.parent}", f"there is no folder {out.parent}")
        fix = Words("先建文件夹，或换个位置", "make it first, or choose another place")
    elif any(_same(source, each) for each in written):
        what = Words("结果会覆盖原表", "the result would take the place of the table itself")
        fix = Words("换一个文件名", "choose another name")
    elif order.compare is not None and _same(order.compare, out):
        what = Words("结果会覆盖上月结果", "the result would take the place of last month's")
        fix = Words("换一个文件名", "choose another name")
    else:
        return
    raise InputError(Problem(what, fix, out.name))


def _same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


@dataclass
class EmployerSum:
    """What a screen shows of an employer over all months.

    Attributes:
        lines: how many lines it has, ``left_out``: how many rows of its people were not computed.
        amounts: by figure, ``open``: how many lines are not in each.
    """

    employer: str
    lines: int
    amounts: dict[str, int]
    open: dict[str, int]
    left_out: int = 0

    def added(self, keys: Iterable[str]) -> tuple[int, bool]:
        """Amounts added, and whether some line is not in them."""
        keys = tuple(keys)
        return sum(self.amounts.get(key, 0) for key in keys), any(self.open.get(key) for key in keys)


def summary_rows(outcome: Outcome) -> list[EmployerSum]:
    """The employers in the order of the file."""
    found = {
        id(employer): EmployerSum(employer.name, 0, {}, {}, employer.left_out)
        for employer in outcome.table.employers
        if employer.left_out
    }
    for total in outcome.totals:
        name = total.employer.name
        here = found.setdefault(id(total.employer), EmployerSum(name, 0, {}, {}, total.employer.left_out))
        here.lines += total.people
        for amounts, more in ((here.amounts, total.amounts), (here.open, total.open)):
            for key, amount in more.items():
                amounts[key] = amounts.get(key, 0) + amount
    order = [id(employer) for employer in outcome.table.employers]
    return [found[each] for each in sorted(found, key=order.index)]
