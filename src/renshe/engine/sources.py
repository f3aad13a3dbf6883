"""Reading the files of the law: places, words and documents, before any rule is looked at."""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from renshe.engine import subset
from renshe.engine.arithmetic import first_day, last_day
from renshe.engine.declared import REGISTERS, Declared
from renshe.engine.document_entries import issue_of, provision_of, words
from renshe.engine.errors import LawError, Problem, Words
from renshe.engine.lawbook import Document, Effect, Number, Provided, Provision, Term
from renshe.engine.schemas import Read, read_document, read_vocabulary
from renshe.engine.schemas.places import read_places
from renshe.engine.types import Month
from renshe.engine.values import ValueProblem, ValueType, parse
from renshe.engine.yaml_source import Source

DAY, MONTH = ValueType("date"), ValueType("month")
FORMAT = "3"
"""Changes when the compiled form does, so that an older cache is not read."""


@dataclass(frozen=True)
class Root:
    """A folder of law and the Python package it is."""

    path: Path
    package: str

    def shown(self, file: Path) -> str:
        """How problems name *file*: from the folder of law on."""
        return f"{self.path.name}/{file.relative_to(self.path).as_posix()}"


def files_of(folder: Path, suffix: str) -> list[Path]:
    """The files of *folder* that end in *suffix*, in order, without those that editors and systems hide there."""
    return sorted(file for file in folder.glob(f"*{suffix}") if not file.name.startswith("."))


def register_of(file: Path) -> str | None:
    """The register whose declarations *file* holds (``duties.yaml``, ``duties_districts.yaml``), if it holds any."""
    return next((name for name in REGISTERS if file.stem == name or file.stem.startswith(f"{name}_")), None)


class Sources:
    """All files under some roots, read into the pieces of a lawbook; ``problems`` collects what is wrong."""

    def __init__(self, roots: Sequence[Root]) -> None:
        self.roots = roots
        self.problems: list[Problem] = []
        self.digest = hashlib.sha256(FORMAT.encode())
        self.terms: dict[str, Term] = {}
        self.term_places: dict[str, str] = {}
        self.reasons: dict[str, Words] = {}
        self.enums: dict[str, dict[str, Words]] = {}
        self.within: dict[str, dict[str, str]] = {}
        self.records: dict[str, tuple[tuple[str, ValueType], ...]] = {}
        self.fields: dict[str, dict[str, Words]] = {}
        self.topic_labels: dict[str, Words] = {}
        self.places: dict[str, Words] = {}
        self.prefixes: dict[str, str] = {}
        self.documents: dict[str, Document] = {}
        self.provisions: dict[str, Provision] = {}
        self.number_roots: dict[tuple[str, str], Root] = {}
        self.layers: dict[str, dict[str, tuple[Provided, ...] | Number]] = {}
        self.bodies: dict[tuple[str, str], list[tuple[Provided, subset.Body | None]]] = {}
        self.declared: dict[str, dict[str, tuple[Declared, ...]]] = {}
        self.services: dict[str, Words] = {}
        self.cited_at: list[tuple[str, tuple[str, ...]]] = []
        """Place → what declarations cite there; looked up when everything is linked."""

    def stage(self, step: Callable[[], None]) -> None:
        """One step of reading; what it found wrong ends the build, for the next step would only echo it."""
        step()
        if self.problems:
            raise LawError(self.problems)

    def wrong(self, place: str, zh: str, en: str, fix_zh: str = "", fix_en: str = "") -> None:
        self.problems.append(Problem(Words(zh, en), Words(fix_zh, fix_en) if fix_zh else None, place))

    def source(self, reader: Callable[[Path, str], Read[Any]], file: Path, root: Root) -> Source | None:
        try:
            source = reader(file, root.shown(file)).source
        except LawError as error:
            self.problems.extend(error.problems)
            return None
        self.place_of(file, root)
        self.digest.update(json.dumps(source.data, ensure_ascii=False, sort_keys=True).encode())
        return source

    def place_of(self, file: Path, root: Root) -> None:
        """Where a file stands says whose law it is; where the folder of law stands says nothing."""
        self.digest.update(f"\0{file.relative_to(root.path).as_posix()}\0".encode())

    # ---- places, words, documents

    def read_places(self) -> None:
        for root in self.roots:
            file = root.path / "places.yaml"
            source = self.source(read_places, file, root) if file.exists() else None
            for code, place in (source.data if source else {}).items():
                self.places[code] = words(place["label"])
                if "prefix" in place:
                    self.prefixes[place["prefix"]] = code
        for root, region, folder in self.place_folders():
            self.known_place(region, f"{root.path.name}/{folder.name}")

    def known_place(self, region: str, place: str) -> None:
        """A place that nobody can name in a case holds no law."""
        province, _, city = region[:5], region[5:6], region[6:]
        if (self.prefixes.get(city[:2]) if city else province) == province and province in (*self.places, "CN"):
            return
        near = difflib.get_close_matches(region, self.places, 3)
        self.wrong(
            place, f"没有地区 {region}", f"there is no region {region}",
            "在 places.yaml 中声明" + ("，或改为：" + "、".join(near) if near else ""),
            "declare it in places.yaml" + (", or write one of: " + ", ".join(near) if near else ""),
        )  # fmt: skip

    def read_words(self) -> None:
        sources: list[tuple[Source, str]] = []
        for root in self.roots:
            for file in files_of(root.path / "vocabulary", ".yaml"):
                source = self.source(read_vocabulary, file, root)
                if source is not None:
                    sources.append((source, file.stem))
                    if "label" in source.data:
                        self.topic_labels[file.stem] = words(source.data["label"])
                    self.words_of(source)
        # Terms name enums of any file, so all enums come first.
        for source, topic in sources:
            self.terms_of(source, topic)

    def once(self, table: Mapping[str, object], name: str, source: Source, path: tuple[str, ...]) -> None:
        if name in table:
            self.wrong(
                source.place(path), f"{name} 已在别处声明", f"{name} is declared elsewhere already",
                "每个名称只声明一次，谁都可用", "declare each name once; everyone may use it",
            )  # fmt: skip

    def words_of(self, source: Source) -> None:
        for enum, members in (source.data.get("enums") or {}).items():
            self.once(self.enums, enum, source, ("enums", enum))
            self.enums[enum] = {member: words(label) for member, label in members.items()}
            self.within[enum] = {member: label["within"] for member, label in members.items() if "within" in label}
            above = list(members)
            for member, wider in self.within[enum].items():
                # Only what stands above: so nothing is within itself, however far around.
                if wider not in above[: above.index(member)]:
                    self.wrong(
                        source.place(("enums", enum, member, "within")),
                        f"{wider} 不是 {enum} 中写在 {member} 之前的成员",
                        f"{wider} is no member of {enum} above {member}",
                        "写同一枚举中排在前面的成员", "name a member of the same enum that stands above it",
                    )  # fmt: skip
        for code, label in (source.data.get("reasons") or {}).items():
            self.once(self.reasons, code, source, ("reasons", code))
            self.reasons[code] = words(label)

    def terms_of(self, source: Source, topic: str) -> None:
        for record, fields in (source.data.get("records") or {}).items():
            self.records[record] = tuple((name, self.value_type(field, source)) for name, field in fields.items())
            self.fields[record] = {name: words(field["label"]) for name, field in fields.items()}
        for section in ("inputs", "outputs"):
            for name, entry in (source.data.get(section) or {}).items():
                path = (section, name)
                if name in self.terms:
                    self.once(self.terms, name, source, path)
                    continue
                self.term_places[name] = source.place(path)
                self.terms[name] = self.term(name, entry, section == "inputs", topic, source)

    def term(self, name: str, entry: Mapping[str, Any], is_input: bool, topic: str, source: Source) -> Term:
        kind = self.value_type(entry, source, ("inputs" if is_input else "outputs", name))
        has_default = "when_absent" in entry
        default = None
        if has_default:
            try:
                default = parse(kind, entry["when_absent"])
            except ValueProblem as problem:
                self.problems.append(problem.problem(source.place(("inputs", name, "when_absent"))))
        return Term(
            name=name,
            type=kind,
            label=words(entry["label"]),
            entity=entry.get("entity", ""),
            is_input=is_input,
            question=words(entry["question"]) if "question" in entry else None,
            help=words(entry["help"]) if "help" in entry else None,
            when_absent=default,
            has_default=has_default,
            dimension=bool(entry.get("dimension")),
            topic=topic,
        )

    def value_type(self, entry: Mapping[str, Any], source: Source, path: tuple[str, ...] = ()) -> ValueType:
        kind, enum = entry["type"], entry.get("enum", "")
        if kind == "enum" and enum not in self.enums:
            self.wrong(
                source.place(path),
                f"没有枚举 {enum}",
                f"there is no enum {enum}",
                "在 enums 下声明",
                "declare it under enums",
            )
        fields: tuple[tuple[str, ValueType], ...] = ()
        if kind == "record":
            fields = self.records.get(entry.get("record", ""), ())
            if not fields:
                self.wrong(
                    source.place(path), f"没有记录 {entry.get('record')}", f"there is no record {entry.get('record')}",
                    "在同一文件的 records 下声明", "declare it under records in the same file",
                )  # fmt: skip
        item = self.value_type(entry["item"], source, path) if "item" in entry else None
        return ValueType(
            kind=kind,
            enum=enum,
            members=tuple(self.enums.get(enum, ())),
            item=item,
            record=entry.get("record") or "",
            fields=fields,
            nullable=bool(entry.get("nullable")),
            ordered=bool(entry.get("ordered")),
        )

    def read_documents(self) -> None:
        for root, place, folder in self.place_folders():
            for file in files_of(folder / "documents", ".yaml"):
                source = self.source(read_document, file, root)
                if source is not None:
                    self.document(source, place)

    def document(self, source: Source, place: str) -> None:
        data = source.data
        identity = data["id"]
        self.once(self.documents, identity, source, ("id",))
        provisions = [provision_of(identity, key, entry) for key, entry in (data.get("provisions") or {}).items()]
        self.provisions.update({provision.id: provision for provision in provisions})
        effective = data.get("effective") or {}
        effects = tuple(
            Effect(
                kind=effect["kind"],
                target=effect["target"],
                since=self.day(effect.get("from")),
                until=self.day(effect.get("until"), last=True),
                cites=tuple(effect.get("cites", ())),
            )
            for effect in data.get("effects") or ()
        )
        measures = [p for p in provisions if p.measure is not None]
        self.documents[identity] = Document(
            id=identity,
            region=data["region"],
            number=data.get("number") or "",
            title=words(data["title"]),
            issuers=tuple(data.get("issuers") or ()),
            signed=self.day(data.get("signed")),
            published=self.day(data.get("published")),
            effective_from=self.day(effective.get("from")),
            effective_to=self.day(effective.get("to"), last=True),
            effective_cites=tuple(effective.get("cites", ())),
            external=bool(data.get("external")),
            grade=data["grade"],
            effects=effects,
            measure_count=len({p.measure for p in measures}),
            part_count=len({p.part for p in measures if p.part is not None}),
            issues=tuple(issue_of(identity, issue) for issue in data.get("issues") or ()),
        )
        if data["region"] != place:
            self.wrong(
                source.place(("region",)), f"文件在 {place} 之下，却写 {data['region']}",
                f"the file stands under {place} but says {data['region']}", "放到该地的文件夹",
                "move it to that place's folder",
            )  # fmt: skip

    def day(self, text: str | None, *, last: bool = False) -> int | None:
        """A day; of a month or a year its first day (``last``: its last)."""
        if text is None:
            return None
        if len(text) == 4:
            text += "-12" if last else "-01"
        if len(text) == 7:
            month = Month(int(parse(MONTH, text)))  # type: ignore[arg-type]
            return int(last_day(month) if last else first_day(month))
        return int(parse(DAY, text))  # type: ignore[arg-type]

    def clock_point(self, text: str | None, clock: str, place: str, *, last: bool = False) -> int | None:
        """``since``/``until`` in the unit of its clock."""
        if text is None:
            return None
        term = self.terms.get(clock)
        kind = clock if clock in ("date", "month") else term.type.kind if term else ""
        try:
            if kind == "month":
                return int(parse(MONTH, text))  # type: ignore[arg-type]
            if kind == "date":
                return self.day(text, last=last)
        except ValueProblem as problem:
            self.problems.append(problem.problem(place))
            return None
        self.wrong(
            place, f"时钟 {clock} 不是日期或月份", f"the clock {clock} is neither a day nor a month",
            "用 date、month 或日期/月份类的输入", "use date, month, or an input that is a day or a month",
        )  # fmt: skip
        return None

    def known_from(self, cites: Sequence[str], place: str) -> int:
        document = self.documents.get(cites[0].partition("/")[0]) if cites else None
        if document is None:
            self.wrong(
                place, f"引用了未登记的 {cites[0] if cites else '（空）'}",
                f"cites {cites[0] if cites else 'nothing'}, which is not registered",
                "在 documents/ 下登记该文件与条款", "register the document and the provision under documents/",
            )  # fmt: skip
            return 0
        if document.known_from is None:
            self.wrong(
                place, f"{document.id} 没有签发、公布或施行日",
                f"{document.id} has no day of signing, publication or effect",
                "在登记中补一个日期并注明等级", "give its register entry one of them, with its grade",
            )  # fmt: skip
            return 0
        return document.known_from

    # ---- folders

    def place_folders(self) -> Iterator[tuple[Root, str, Path]]:
        for root in self.roots:
            for folder in sorted(root.path.glob("cn*")):
                if folder.is_dir():
                    yield root, folder.name.upper().replace("_", "-"), folder

    def topics(self) -> Iterator[tuple[Root, str, Path]]:
        for root, place, folder in self.place_folders():
            for topic in sorted(folder.iterdir()):
                if topic.is_dir() and topic.name not in ("documents", "__pycache__") and topic.name[0] != ".":
                    yield root, place, topic
