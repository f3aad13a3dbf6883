"""Looking up what is declared: one thing by its name, all of a kind, the duties of a period; and telling it as JSON."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from renshe.engine.bind import Program, shown
from renshe.engine.decision import GRADES, read_day, read_inputs
from renshe.engine.declared import ACTORS, COUNTS, KINDS, ROLES, Declared, Due, Duty, Element, bound, replaced
from renshe.engine.declared_due import Deadline, Owed, owed
from renshe.engine.errors import InputError, Language, Problem, Words
from renshe.engine.evaluate import Evaluation
from renshe.engine.labels import labels_of
from renshe.engine.law_json import citations
from renshe.engine.lawbook import Lawbook
from renshe.engine.scalars import day_text

Json: TypeAlias = dict[str, Any]


def evaluation_of(
    book: Lawbook,
    *,
    region: str,
    date: object,
    inputs: Mapping[str, object] | None = None,
    known_on: object = None,
    programs: dict[tuple[str, int | None], Program] | None = None,
) -> Evaluation:
    """The law of a place on a day, with what is given of a case.

    Raises:
        InputError: for a place, a day, a name or a value that cannot be read.
    """
    day = read_day(date, "date")
    known = None if known_on is None else read_day(known_on, "known_on")
    given = read_inputs(book, inputs or {})
    cache = {} if programs is None else programs
    key = (str(region), known)
    if key not in cache:
        cache[key] = Program(book, region, known)
    return Evaluation(cache[key], {**given, "date": day})


def find(evaluation: Evaluation, kind: str, name: str) -> Declared:
    """The scheme, service, package or duty of that name, for the place and the day of *evaluation*.

    Raises:
        InputError: when there is none, with the nearest names.
    """
    program = evaluation.program
    found = bound(program, name, evaluation.given["date"])
    if found is not None and found.kind == kind:
        return found
    names = dict.fromkeys(
        other
        for layer in program.chain
        for other, versions in program.book.declared.get(layer, {}).items()
        if versions[0].kind == kind
    )
    near = difflib.get_close_matches(name[:80], names, 3, 0.5)
    said = {"scheme": "待遇项目", "service": "服务事项", "package": "“一件事”", "duty": "职责"}[kind]
    fix = Words("相近的有：" + "、".join(near), "near it: " + ", ".join(near))
    what = Words(f"当地当日没有{said} {shown(name)}", f"there is no {kind} {shown(name)} there on that day")
    raise InputError(Problem(what, fix if near else Words("用 renshe law list 查看", "see renshe law list"), "name"))


def duties_of(
    book: Lawbook,
    *,
    region: str,
    date: object,
    holder: str | None = None,
    start: object = None,
    end: object = None,
    inputs: Mapping[str, object] | None = None,
    known_on: object = None,
    programs: dict[tuple[str, int | None], Program] | None = None,
) -> tuple[Evaluation, list[Owed]]:
    """The duties of a place with their days, and what they were worked out with.

    Raises:
        InputError: for a place, a day, an actor, a name or a value that cannot be read.
    """
    evaluation = evaluation_of(book, region=region, date=date, inputs=inputs, known_on=known_on, programs=programs)
    first = None if start is None else read_day(start, "from")
    last = None if end is None else read_day(end, "to")
    if first is not None and last is not None and last < first:
        what = Words("to 早于 from", "to is before from")
        raise InputError(Problem(what, Words("改正其一", "put one of them right"), "to"))
    day = evaluation.given["date"]
    return evaluation, owed(evaluation, day=day, holder=holder_of(book, holder), start=first, end=last)


def holder_of(book: Lawbook, name: str | None) -> frozenset[str] | None:
    """Whose duties someone has who is called *name*: an actor or a unit, by its name, its label or a part of that.

    With an actor come the wider one it is a kind of, whose duties it has too, and the narrower ones, since whoever
    asks may be one of them: 企业 has the duties of 用人单位.

    Raises:
        InputError: when no duty has such a holder.
    """
    if name is None:
        return None
    actors = book.enums.get("actor", {})
    wanted = name.strip().casefold()
    for actor, label in actors.items():
        if wanted in (actor, label.zh, label.en.casefold()):
            return _kin(book, actor)
    units = {
        unit for layer in book.declared.values() for found in layer.values() for each in found for unit in _units(each)
    }
    if name.strip() in units:
        return frozenset((name.strip(),))
    part = [actor for actor, label in actors.items() if len(wanted) > 1 and wanted in label.zh]
    if len(part) == 1:
        return _kin(book, part[0])
    near = difflib.get_close_matches(wanted[:80], [*actors, *units], 3, 0.4)
    near = list(dict.fromkeys((*part, *near)))[:5]
    raise InputError(
        Problem(
            Words(f"没有职责人 {shown(name)}", f"nobody is called {shown(name)}"),
            Words(
                "可写：" + "、".join(_called(book, each, "zh") for each in near or actors),
                "write one of " + ", ".join(_called(book, each, "en") for each in near or actors),
            ),
            "holder",
        )
    )


def _kin(book: Lawbook, actor: str) -> frozenset[str]:
    """*actor*, the wider ones it is a kind of, and those that are kinds of it."""
    within = book.within.get(ACTORS, {})

    def wider(of: str) -> Iterator[str]:
        while of in within:
            of = within[of]
            yield of

    return frozenset((actor, *wider(actor), *(each for each in within if actor in wider(each))))


def _called(book: Lawbook, actor: str, language: Language) -> str:
    """An actor with what people call it; a unit has its name alone."""
    label = book.enums.get(ACTORS, {}).get(actor)
    return actor if label is None else f"{label[language]}（{actor}）" if language == "zh" else actor


def _units(declared: Declared) -> tuple[str, ...]:
    return declared.units if isinstance(declared, Duty) else ()


# ---- as JSON


def pair(words: Words | None) -> Json | None:
    """Both languages."""
    return None if words is None else {"zh": words.zh, "en": words.en}


def day_json(day: int | None) -> str | None:
    """A day as files and JSON write it."""
    return None if day is None else day_text(day)


def grade_of(book: Lawbook, declared: Declared) -> str:
    """The best grade of the documents that state it, as of a rule."""
    documents = [book.provisions[cite].document for cite in declared.cites if cite in book.provisions]
    return GRADES[min((GRADES.index(book.documents[document].grade) for document in documents), default=0)]


def named(book: Lawbook, name: str | None) -> Json | None:
    """A name of the law with its label."""
    return None if name is None else {"name": name, "label": pair(labels_of(book).label(name))}


def element_json(book: Lawbook, element: Element) -> Json:
    """One channel, one paper, one notice, and so on."""
    return {
        "id": element.id,
        "label": pair(element.label),
        "cites": citations(book, element.cites),
        "input": named(book, element.input),
        "rule": named(book, element.rule),
        "when": named(book, element.when),
        "one_of": element.one_of,
    }


def due_json(book: Lawbook, due: Due | None) -> Json | None:
    """When, as it is declared."""
    if due is None:
        return None
    return {
        "label": pair(due.label),
        "cites": citations(book, due.cites),
        "by": named(book, due.by),
        "count": None if due.count is None else {"unit": due.count[0], "number": due.count[1]},
        "after": named(book, due.after),
        "every": due.every,
        "month": due.month,
        "day": due.day,
    }


def deadline_json(book: Lawbook, deadline: Deadline) -> Json:
    """When, as it was worked out."""
    return {
        "opens": day_json(deadline.opens),
        "due": day_json(deadline.due),
        "missing": [named(book, name) for name in deadline.missing],
        "cites": citations(book, deadline.cites),
    }


def declared_json(book: Lawbook, declared: Declared, program: Program | None = None) -> Json:
    """One declaration with both languages and its citations; *program* says which layers it replaced."""
    found: Json = {
        "is": declared.kind,
        "name": declared.name,
        "label": pair(declared.label),
        "region": {"code": declared.layer, "label": pair(book.place_name(declared.layer))},
        "replaced": [] if program is None else list(replaced(program, declared)),
        "topic": declared.topic,
        "since": day_json(declared.since),
        "until": day_json(declared.until),
        "known_from": day_json(declared.known_from),
        "changes": declared.changes,
        "ended": declared.ended,
        "grade": grade_of(book, declared),
        "note": pair(declared.note),
        "cites": citations(book, declared.cites),
        "rules": {role: named(book, name) for role, name in declared.rules.items()},
    }
    for section in declared.SECTIONS:
        found[section] = [element_json(book, element) for element in getattr(declared, section)]
    if isinstance(declared, Duty):
        found["units"], found["responsibility_mode"] = list(declared.units), declared.responsibility_mode
        found["assigned_by"] = citations(book, (declared.assigned_by,) if declared.assigned_by else ())
    if declared.kind != "scheme":
        found["due" if declared.kind == "duty" else "limit"] = due_json(book, declared.deadline)
    return found


def owed_json(book: Lawbook, owed: Owed, program: Program | None = None) -> Json:
    """One duty with the day on which it is due."""
    return {
        **declared_json(book, owed.duty, program),
        "applies": owed.applies,
        "turns_on": [named(book, name) for name in owed.turns_on],
        "deadline": deadline_json(book, owed.deadline),
    }


# ---- as what a query expects


def fields_of(
    declared: Declared, deadline: Deadline, period: Deadline | None = None
) -> dict[str, tuple[Any, tuple[str, ...]]]:
    """Field → its plain value, and the provisions that say so.

    Args:
        deadline: when it is due, as worked out.
        period: when it may be claimed or asked for, as worked out.
    """
    found: dict[str, tuple[Any, tuple[str, ...]]] = {
        "found": (True, ()),
        "region": (declared.layer, ()),
        "until": (day_json(declared.until), ()),
    }
    for section in declared.SECTIONS:
        elements: tuple[Element, ...] = getattr(declared, section)
        cites = tuple(dict.fromkeys(cite for element in elements for cite in element.cites))
        found[section] = ([element.id for element in elements], cites)
    for role, name in declared.rules.items():
        found[role] = (name, ())
    if isinstance(declared, Duty):
        assigned = (declared.assigned_by,) if declared.assigned_by else ()
        found["units"] = (list(declared.units), assigned)
        found["responsibility_mode"] = (declared.responsibility_mode, assigned)
    if period is not None:
        found["opens"], found["closes"] = (day_json(period.opens), period.cites), (day_json(period.due), period.cites)
        found["missing"] = (list(period.missing), period.cites)
    due = declared.deadline
    if due is not None:
        cites = tuple(dict.fromkeys((*due.cites, *deadline.cites)))
        found.setdefault("opens", (day_json(deadline.opens), cites))
        found["due"] = (day_json(deadline.due), cites)
        found["missing"] = (list(deadline.missing), cites)
        for unit in COUNTS:
            found[unit] = (getattr(due, unit), cites)
        found["after"], found["every"] = (due.after, cites), (due.every, cites)
    return found


def fields_known(kind: str) -> tuple[str, ...]:
    """Every field a query of *kind* can expect."""
    timed: tuple[str, ...] = ("opens", "missing")
    if "window" in ROLES[kind]:
        timed = (*timed, "closes")
    if kind != "scheme":
        timed = (*timed, "due", *COUNTS, "after", "every")
    assigned = ("units", "responsibility_mode") if kind == "duty" else ()
    return ("found", "region", "until", *KINDS[kind].SECTIONS, *ROLES[kind], *timed, *assigned)
