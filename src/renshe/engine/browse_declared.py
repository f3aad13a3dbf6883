"""Declarations as a reader looks them up: in a topic, by name, label or document; and the duties of a period.

JSON with both languages, and text in one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from renshe.engine import browse, browse_text
from renshe.engine.bind import chain_of
from renshe.engine.check import Case
from renshe.engine.declared import ACTORS, KINDS, Declared
from renshe.engine.declared_answer import day_json, declared_json, holder_of, owed_json, pair
from renshe.engine.declared_due import Owed
from renshe.engine.duties_text import due_words, ground
from renshe.engine.errors import InputError, Language, Words
from renshe.engine.evaluate import Evaluation
from renshe.engine.explanation import GRADE_WORDS
from renshe.engine.lawbook import Lawbook
from renshe.engine.layout import INDENT, wrap

Json: TypeAlias = dict[str, Any]
KIND = {
    "scheme": Words("待遇项目", "scheme"),
    "service": Words("服务事项", "service"),
    "package": Words("一件事", "package"),
    "duty": Words("职责", "duty"),
}
SECTION = {
    "holders": Words("由谁", "who"),
    "recipients": Words("向谁", "to whom"),
    "agencies": Words("经办", "run by"),
    "items": Words("包含事项", "made of"),
    "channels": Words("渠道", "channels"),
    "materials": Words("材料", "papers"),
    "waived_materials": Words("不得要求的材料", "papers not to be asked for"),
    "checks": Words("核验", "checks"),
    "results": Words("办理结果", "results"),
    "payment": Words("发放", "payment"),
    "accompanying": Words("同时享受", "comes with it"),
    "exclusions": Words("限制", "limits"),
    "effects": Words("效果", "effects"),
    "stop_causes": Words("停发情形", "causes to stop"),
    "refunds": Words("退回", "paid back"),
    "penalties": Words("惩戒", "penalties"),
    "fund_account": Words("列支科目", "booked under"),
    "consequences": Words("未履行的后果", "if not done"),
    "notices": Words("告知", "notices"),
}
ROLE = {
    "window": Words("期间", "window"),
    "apply_by": Words("申领截止", "last day to apply"),
    "eligibility": Words("资格", "eligibility"),
    "acceptance": Words("受理", "acceptance"),
    "amount": Words("标准", "amount"),
    "rate": Words("比例", "rate"),
    "months": Words("月数", "months"),
    "total": Words("合计", "total"),
    "plan": Words("逐月计划", "plan month by month"),
    "first_month": Words("首月", "first month"),
    "last_month": Words("末月", "last month"),
    "paid_until": Words("发放至", "paid until"),
    "once_only": Words("以一次为限", "once only"),
    "stop": Words("停发", "stop"),
    "refund": Words("应退金额", "refund"),
    "blacklist": Words("黑名单", "blacklist"),
    "back_payment": Words("补缴", "paying later"),
    "timely": Words("是否按期", "in time"),
    "compliance": Words("是否合规", "compliance"),
    "applies": Words("是否负有", "whether owed"),
    "discharged": Words("是否履行", "whether discharged"),
}


def listing(book: Lawbook, topic: str | None = None, region: str | None = None) -> Json:
    """The listing of ``browse`` with what is declared in each topic besides.

    Raises:
        InputError: for a topic or a place that is none.
    """
    if region is not None:
        chain_of(book, region)
    found = [each for each in _all(book) if topic in (None, each.topic) and region in (None, each.layer)]
    try:
        names = browse.listing(book, topic, region)
    except InputError:
        if not found:
            raise
        names = {"lawbook": book.hash, "topic": topic, "region": None, "topics": []}
    entries: dict[str, Json] = {}
    for each in found:
        entry = entries.setdefault(each.name, {"name": each.name, "label": pair(each.label), "kind": each.kind})
        entry.setdefault("topic", each.topic)
        if each.layer not in entry.setdefault("regions", []):
            entry["regions"].append(each.layer)
    return {
        **names,
        "declared": sorted(entries.values(), key=lambda one: (one["topic"], list(KINDS).index(one["kind"]))),
    }


def listing_text(found: Json, language: Language) -> str:
    """The listing of ``browse``, and below it what is declared; duties one by one in their topic alone."""
    text = browse_text.listing_text(found, language) if found["topics"] or not found["declared"] else ""
    duties = [one for one in found["declared"] if one["kind"] == "duty"] if found["topic"] is None else []
    told = [one for one in found["declared"] if one not in duties]
    width = max((len(one["name"]) for one in told), default=0)
    lines = [
        line
        for one in told
        for line in wrap(
            f"{one['name']:<{width}}  {one['label'][language]}  {KIND[one['kind']][language]}  "
            f"{' '.join(one['regions'])}",
            INDENT,
            INDENT * 3,
        )
    ]
    if duties:
        lines.append(
            f"  另有职责{len(duties)}项：renshe law duties 按期限列出，renshe law list 主题 列出该主题的"
            if language == "zh"
            else f"  and {len(duties)} duties: renshe law duties by their days, renshe law list TOPIC by topic"
        )
    head = "【待遇、服务与职责】" if language == "zh" else "Schemes, services, packages and duties"
    return "\n\n".join(part for part in (text, "\n".join([head, *lines]) if lines else "") if part)


def entry(book: Lawbook, name: str, cases: Sequence[Case] | None = None, region: str | None = None) -> Json:
    """What ``browse`` finds under *name*, and what is declared under it: by name, label, document or provision.

    Raises:
        InputError: when nothing is called so, with the nearest names.
    """
    wanted = name.strip().strip("《》").casefold()
    chain = None if region is None else chain_of(book, region)
    here = [d for d in _all(book) if chain is None or d.layer in chain]
    own = [d for d in here if wanted in (d.name, d.label.zh.casefold(), d.label.en.casefold())]
    try:
        found = browse.entry(book, name, cases, region)
    except InputError:
        if not own:
            raise
        found = {"lawbook": book.hash, "name": name, "found": []}
    if own and all(item["is"] == "choices" for item in found["found"]):
        found["found"] = []  # whoever names a benefit does not ask in which lists its name stands
    cited = {item["id"] for item in found["found"] if item["is"] in ("document", "provision")}
    own += [d for d in here if any({cite, cite.partition("/")[0]} & cited for cite in d.all_cites())]
    once = {id(each): each for each in own}
    return {**found, "declared": [declared_json(book, each) for each in once.values()]}


def entry_text(found: Json, language: Language) -> str:
    """The page of ``browse``, and below it what is declared; under a document or a provision by name only."""
    parts = [browse_text.entry_text(found, language)] if found["found"] else []
    if any(item["is"] in ("document", "provision") for item in found["found"]):
        names = [f"  {_called(each, language)}  {KIND[each['is']][language]}" for each in found["declared"]]
        head = "【据此列入】" if language == "zh" else "Declared on this ground"
        parts += ["\n".join([head, *names])] if names else []
    else:
        parts += [_text(each, language) for each in found["declared"]]
    return "\n\n".join(parts)


def duties(
    evaluation: Evaluation,
    found: list[Owed],
    *,
    holder: str | None = None,
    start: str | None = None,
    end: str | None = None,
) -> Json:
    """Duties with their days, and the question that they answer."""
    program = evaluation.program
    book, actors = program.book, program.book.enums.get(ACTORS, {})
    asked = sorted(holder_of(book, holder) or ())
    return {
        "lawbook": book.hash,
        "region": {"code": program.region, "label": pair(book.place_name(program.region))},
        "date": day_json(evaluation.given["date"]),
        "from": start,
        "to": end,
        "holders": [{"name": each, "label": pair(actors.get(each, Words(each, each)))} for each in asked],
        "duties": [owed_json(book, one, program) for one in found],
    }


# ---- text


def _text(item: Json, language: Language) -> str:
    zh = language == "zh"
    place = item["region"]["label"][language]
    lines = [_called(item, language), f"{INDENT}{KIND[item['is']][language]} · {place} · {item['topic']}"]
    grade = GRADE_WORDS[item["grade"]].zh if zh else item["grade"]
    known = f"自{item['known_from']}可知，{grade}" if zh else f"known from {item['known_from']}, {grade}"
    span = "–".join(day or "" for day in (item["since"], item["until"]))
    lines.append(INDENT + "  ".join(part for part in (known, span.strip("–") and span, item["changes"]) if part))
    lines += wrap("  ".join(_cites(item["cites"], language)), INDENT, INDENT * 2)
    if item.get("due") or item.get("limit"):
        lines += wrap(due_words(item.get("due") or item["limit"], language), INDENT, INDENT * 2)
    for role, name in item["rules"].items():
        lines.append(f"{INDENT}{ROLE[role][language]}{'：' if zh else ': '}{name['label'][language]}  {name['name']}")
    if item.get("units"):
        assigned = "".join(_cites(item["assigned_by"], language))
        lines += wrap(f"{'由' if zh else 'by '}{_join(item['units'], language)}  {assigned}", INDENT, INDENT * 2)
    for section, words in SECTION.items():
        elements = item.get(section) or ()
        if elements:
            lines.append(f"{INDENT}{words[language]}")
        for element in elements:
            lines += wrap(_element(element, section, language), INDENT * 2, INDENT * 3)
    if item["note"]:
        lines += wrap(item["note"][language], INDENT, INDENT * 2)
    return "\n".join(lines)


def _called(item: Json, language: Language) -> str:
    label = item["label"][language]
    return f"{label}（{item['name']}）" if language == "zh" else f"{label} ({item['name']})"


def _element(element: Json, section: str, language: Language) -> str:
    zh = language == "zh"
    parts = [element["label"][language]]
    if element["one_of"]:
        parts.append("（任选其一）" if zh else "(one of these)")
    if element["when"]:
        words = element["when"]["label"][language]
        parts.append(f"（限：{words}）" if zh else f"(only where: {words})")
    cites = () if section in ("holders", "recipients", "agencies") else _cites(element["cites"], language)
    return "".join(parts if zh else [" ".join(parts)]) + "".join(f"  {cite}" for cite in cites)


def _cites(cites: list[Json], language: Language) -> list[str]:
    said = ground(cites, language)
    return [f"（{said}）" if language == "zh" else f"({said})"] if said else []


def _join(parts: Iterable[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(parts)


def _all(book: Lawbook) -> Iterator[Declared]:
    for layer in book.declared.values():
        for versions in layer.values():
            yield from versions
