"""A decision as ``renshe.decision/1``: the document of which text, pages and workbooks are views.

Its form is ``renshe/schemas/decision-1.schema.json``. Values stand as cases hold them (``"1816.00"``,
``"2020-07-01"``), beside them the words in both languages, so that a view looks up nothing.
"""

from __future__ import annotations

from typing import Any

from renshe import __version__
from renshe.engine import ir
from renshe.engine.bind import NATION, BoundNumber, BoundRule
from renshe.engine.decision import GRADES, Answer, Decision, Part, grade_of
from renshe.engine.errors import Words
from renshe.engine.evaluate import ASKED, Result
from renshe.engine.explanation import GRADE_WORDS, Explanation, both, json_value
from renshe.engine.labels import DAY
from renshe.engine.lawbook import LAW, Lawbook
from renshe.engine.phrases import the
from renshe.engine.scalars import day_text

SCHEMA = "renshe.decision/1"
CURRENT = 366
"""Days after the latest document for which an answer needs no word about what came since."""
LAW_WORDS = Words("适用的规定", "the law that applies")


def decision_json(decision: Decision) -> dict[str, Any]:
    """*decision* as the published document."""
    explanation = Explanation(decision)
    outputs = {answer.name: _output(explanation, answer) for answer in decision.answers.values()}
    nodes = explanation.under(explanation.add(part.result) for part in decision.parts())
    results = [explanation.results[name] for name in nodes]
    listed = [explanation.node(name) for name in nodes]
    reasons = _reasons(explanation, decision, nodes)
    return {
        "schema": SCHEMA,
        "renshe": __version__,
        "lawbook": decision.program.book.hash,
        "case": _case(explanation, decision),
        "outputs": outputs,
        "reasons": reasons,
        "would_change": _would_change(explanation, decision, reasons),
        "assumed": [explanation.stated(result.name, result.value) for result in _once(results, "assumed")],
        "given": _overrides(explanation, results),
        "grade": _grade(explanation, results),
        "notices": _notices(explanation, decision, listed),
        "explanation": listed,
        "citations": _citations(explanation.book, listed),
    }


def _case(explanation: Explanation, decision: Decision) -> dict[str, Any]:
    program = decision.program
    inputs = {}
    for name, value in decision.given.items():
        if name not in ("date", "month"):
            inputs[name] = "?" if value is ASKED else json_value(explanation.labels.type(name), value)
    case: dict[str, Any] = {"region": explanation.place(program.region), "date": day_text(decision.given["date"])}
    month = decision.given.get("month")
    if month is not None:
        case["month"] = "?" if month is ASKED else json_value(explanation.labels.type("month"), month)
    return {**case, "known_on": None if program.known_on is None else day_text(program.known_on), "inputs": inputs}


# ---- outputs


def _output(explanation: Explanation, answer: Answer) -> dict[str, Any]:
    kind = explanation.labels.type(answer.name)
    head = {"label": both(explanation.labels.label(answer.name)), "type": kind.kind if kind is not None else "text"}
    if answer.single is not None:
        return {**head, **_part(explanation, answer.single)}
    parts = []
    for part in answer.parts:
        at = [explanation.stated(name, member) for name, member in part.at.items()]
        parts.append({"at": at, **_part(explanation, part)})
    return {**head, "parts": parts}


def _part(explanation: Explanation, part: Part) -> dict[str, Any]:
    result = part.result
    node = explanation.add(result)
    under = explanation.under((node,))
    skipped = dict.fromkeys(name for each in under for name in explanation.results[each].not_checked)
    order = {explanation.results[each].name: index for index, each in reversed(list(enumerate(under)))}
    missing = sorted(part.missing, key=lambda name: order.get(name, len(order)))
    return {
        "node": node,
        "status": part.status,
        "value": json_value(explanation.labels.type(result.name), result.value),
        "display": both(explanation.display(result)),
        "missing": [_missing(explanation, name, under) for name in missing],
        "reasons": list(result.reasons),
        "not_checked": [_named(explanation, name) for name in skipped],
    }


def _named(explanation: Explanation, name: str) -> dict[str, Any]:
    return {"name": name, "label": both(explanation.labels.label(name))}


def _missing(explanation: Explanation, name: str, under: list[str]) -> dict[str, Any]:
    """What is missing, and whether a person can tell it or the law has to."""
    if name == LAW:
        where = [each for each in under if _lacks_law(explanation, each)]
        found = dict.fromkeys(explanation.results[each].name for each in where)
        of = [_named(explanation, each) for each in found]
        return {"name": LAW, "label": both(LAW_WORDS), "kind": "law", "of": of}
    item = _named(explanation, name)
    bound = explanation.program.find(name)
    if isinstance(bound, BoundRule) and bound.versions[0].kind == "member":
        bound = explanation.program.find(bound.versions[0].spec["of"])
    item["kind"] = "number" if isinstance(bound, BoundNumber) else "input"
    term = explanation.book.terms.get(name)
    if term is not None and term.question is not None:
        item["question"] = both(term.question)
    return item


def _lacks_law(explanation: Explanation, node: str) -> bool:
    """Whether it is here that no text is in force, and not in what this node read."""
    value = explanation.results[node].value
    if not isinstance(value, ir.Unknown) or LAW not in value.missing:
        return False
    reads, steps = explanation.below[node]
    values = [explanation.results[each].value for each in (*reads, *steps)]
    return not any(isinstance(each, ir.Unknown) and LAW in each.missing for each in values)


# ---- reasons, and what would change them


def _reasons(explanation: Explanation, decision: Decision, nodes: list[str]) -> list[dict[str, Any]]:
    found: dict[str, tuple[list[str], dict[str, None]]] = {code: ([], {}) for code in decision.reasons}
    for node in nodes:
        result = explanation.results[node]
        for code in result.reasons:
            if code in found and _own(explanation, node, code):
                origins, cites = found[code]
                origins.append(node)
                own = result.because[1] if result.because is not None and result.because[0] == code else None
                cites.update(dict.fromkeys((own,) if own else result.cites))
    return [
        {"code": code, **both(_reason_words(explanation, code, origins)), "conditions": origins, "cites": list(cites)}
        for code, (origins, cites) in found.items()
    ]


def _own(explanation: Explanation, node: str, code: str) -> bool:
    """Whether the reason arose here and was not handed on by what this node rests on."""
    result = explanation.results[node]
    if result.because is not None and result.because[0] == code:
        return True
    if result.provided is not None and result.provided.spec.get("code") == code:
        return True
    reads, steps = explanation.below[node]
    return not any(code in explanation.results[each].reasons for each in (*reads, *steps))


def _reason_words(explanation: Explanation, code: str, origins: list[str]) -> Words:
    book = explanation.book
    if code in book.reasons:
        return book.reasons[code]
    # A reason that is itself a member of an enum: the event reported, the ground of a refusal.
    for origin in origins:
        provided = explanation.results[origin].provided
        term = book.terms.get(provided.spec.get("code_from") or "") if provided is not None else None
        if term is not None:
            kind = term.type.item or term.type
            words = book.enums.get(kind.enum, {}).get(code)
            if words is not None:
                return words
    return next((members[code] for members in book.enums.values() if code in members), Words(code, code))


def _would_change(explanation: Explanation, decision: Decision, reasons: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What would turn a reason: not every condition that failed had a part in the answer."""
    from renshe.engine.change import would_change  # only an answer that is written out asks what would change it

    turned = _members(explanation, [node for reason in reasons for node in reason["conditions"]])
    changes = []
    for change in would_change(decision, turned):
        labels, kind = explanation.labels, explanation.labels.type(change.input)
        now, needed = (labels.show_named(change.input, value) for value in (change.current, change.needed))
        of, condition = labels.label(change.input), labels.label(change.condition)
        then = _brought_along(explanation, decision, change.input, change.needed)
        zh, en = ("、".join(words.zh for words in then), ", ".join(words.en for words in then))
        changes.append(
            {
                "condition": _named(explanation, change.condition),
                "input": _named(explanation, change.input),
                "current": json_value(kind, change.current),
                "needed": json_value(kind, change.needed),
                "zh": f"如果{of.zh}是{needed.zh}（现在是{now.zh}），就符合“{condition.zh}”"
                + (f"，但会带来别的理由：{zh}" if then else ""),
                "en": f"If {the(of.en)} were {needed.en} instead of {now.en}, “{condition.en}” would be met"
                + (f", but then there is another reason: {en}" if then else ""),
            }
        )
    return changes


def _brought_along(explanation: Explanation, decision: Decision, name: str, value: int) -> list[Words]:
    """Reasons that another value of an input of the case would bring along."""
    if name not in decision.given:
        return []
    other = Decision(decision.program, decision.outputs, {**decision.given, name: value})
    return [_reason_words(explanation, code, []) for code in other.reasons if code not in decision.reasons]


def _members(explanation: Explanation, nodes: list[str]) -> set[str]:
    """The names of *nodes*, and of what alternatives among them are made of."""
    names: set[str] = set()
    for node in nodes:
        result = explanation.results[node]
        names.add(result.name)
        if result.provided is not None and result.provided.kind in ("anyof", "eligibility", "causes"):
            names |= _members(explanation, list(explanation.below[node][0]))
    return names


# ---- what was taken as it is


def _once(results: list[Result], source: str) -> list[Result]:
    found: dict[str, Result] = {}
    for result in results:
        if result.source == source:
            found.setdefault(result.name, result)
    return list(found.values())


def _overrides(explanation: Explanation, results: list[Result]) -> list[dict[str, Any]]:
    """Given values that stand in the place of a rule or a number of the law."""
    found = []
    for result in _once(results, "given"):
        bound = explanation.program.find(result.name)
        if isinstance(bound, BoundRule) and bound.versions[0].kind == "member":
            # A member's own name: it replaces something only where its base is more than an input.
            bound = explanation.program.find(bound.versions[0].spec["of"])
        # What was given under a member's own name is listed under that name.
        if bound is not None and not result.reads and not result.unknown:
            layer = bound.number.layer if isinstance(bound, BoundNumber) else bound.versions[0].layer
            replaces = "number" if isinstance(bound, BoundNumber) else "rule"
            stated = explanation.stated(result.name, result.value)
            found.append({**stated, "replaces": replaces, "layer": explanation.place(layer)})
    return found


def _grade(explanation: Explanation, results: list[Result]) -> dict[str, Any]:
    graded = [
        (GRADES.index(grade_of(explanation.book, result)), result.name)
        for result in results
        if result.record is not None or result.cites
    ]
    worst = max((grade for grade, _ in graded), default=0)
    weak = dict.fromkeys(name for grade, name in graded if grade == worst) if worst else {}
    words = GRADE_WORDS[GRADES[worst]]
    return {"weakest": GRADES[worst], **both(words), "of": [_named(explanation, name) for name in weak]}


def _places(book: Lawbook, node: dict[str, Any]) -> set[str]:
    """The places whose law a node states, itself or by what it cites; a national value for one province is its own."""
    found = {book.documents[book.provisions[cite].document].region for cite in node["cites"] if cite in book.provisions}
    if "record" in node:
        found.add(node["record"]["region"])
    return found | ({node["layer"]["region"]} if "layer" in node else set())


def _latest(book: Lawbook, nodes: list[dict[str, Any]]) -> int:
    """The latest day on which law was known that could answer: of what is held, or of what the answer cites.

    Law that is only relied on is held where something turns on it, so it says nothing of the other matters.
    """
    cited = {book.provisions[cite].document for node in nodes for cite in node["cites"] if cite in book.provisions}
    could = (document for document in book.documents.values() if not document.external or document.id in cited)
    return max((document.known_from or 0 for document in could), default=0)


def _notices(explanation: Explanation, decision: Decision, nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[Words, str] = {}
    region, labels = decision.program.region, explanation.labels
    if region != NATION and set().union(*(_places(explanation.book, node) for node in nodes)) == {NATION}:
        here = explanation.book.place_name(region)
        text = Words(
            f"没有收录{here.zh}对此的规定，只按全国规定回答",
            f"No law of {here.en} on this is held; national law alone gave the answer",
        )
        found[text] = "national_law_only"
    latest = _latest(explanation.book, nodes)
    if decision.program.known_on is None and decision.given["date"] - latest > CURRENT:
        shown = labels.show(DAY, latest)
        text = Words(
            f"收录的文件到{shown.zh}为止，此后的新规定没有收录",
            f"Documents up to {shown.en} are held; law made since then is not",
        )
        found[text] = "after_latest_document"
    month = decision.evaluation.results.get("month")
    if month is not None and "month" not in decision.given and not month.unknown:
        shown = labels.show(labels.type("month"), month.value)
        text = Words(
            f"没有给出属期月份，取办理日所在的{shown.zh}",
            f"No month was given; {shown.en}, the month of the day of the case, is taken",
        )
        found[text] = "month_of_date"
    for part in decision.parts():
        for name, member in explanation.members(part.result.evaluation).items():
            if name not in part.at:
                of, shown = labels.label(name), labels.show_named(name, member)
                zh = f"{of.zh}不同，结果都一样；说明以{shown.zh}为例"
                en = f"The answer does not depend on this: {of.en}; it is explained for {shown.en}"
                found[Words(zh, en)] = "same_for_all"
    return [{"code": code, **both(words)} for words, code in found.items()]


def _citations(book: Lawbook, nodes: list[dict[str, Any]]) -> dict[str, Any]:
    cited: dict[str, None] = {}
    for node in nodes:
        cited.update(dict.fromkeys(node["cites"]))
        because = node.get("because")
        if because is not None and because["cites"]:
            cited[because["cites"]] = None
    return {cite: _citation(book, cite) for cite in cited if cite in book.provisions}


def _citation(book: Lawbook, cite: str) -> dict[str, Any]:
    provision = book.provisions[cite]
    document = book.documents[provision.document]
    return {
        "document": document.id,
        "number": document.number,
        "title": both(document.title),
        "path": provision.path,
        "gist": both(provision.gist),
        "external": document.external,
        "grade": document.grade,
        "signed": None if document.signed is None else day_text(document.signed),
    }
