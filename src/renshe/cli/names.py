"""What is typed, by the names of the law: outputs, inputs and places may also be called what people call them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from renshe.engine.errors import InputError, Problem, Words

if TYPE_CHECKING:
    from renshe.engine.lawbook import Lawbook

PLACE_ENDINGS = ("市", "省", "自治区", "壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区")


def split(words: Sequence[str]) -> tuple[list[str], dict[str, object]]:
    """Names, one at least, and ``name=value`` apart, in the order given."""
    names, inputs = apart(words)
    if not names:
        raise _problem(
            Words("没有写要问什么", "no output was named"),
            Words("写一个结果名；renshe law list 列出全部", "name an output; renshe law list shows them all"),
        )
    return names, inputs


def facts(words: Sequence[str]) -> dict[str, object]:
    """``name=value``, and nothing else."""
    names, inputs = apart(words)
    if names:
        what = Words(f"{names[0][:80]} 后面没有值", f"{names[0][:80]} has no value")
        raise _problem(what, Words("写成 名称=值", "write name=value"), names[0])
    return inputs


def apart(words: Sequence[str]) -> tuple[list[str], dict[str, object]]:
    """Names and ``name=value`` apart, in the order given."""
    names: list[str] = []
    inputs: dict[str, object] = {}
    for word in words:
        name, sign, value = word.partition("=")
        if not sign:
            names.append(word)
        elif not name:
            raise _problem(Words("等号前没有名称", "nothing stands before the equals sign"),
                           Words("写成 名称=值", "write name=value"), word)  # fmt: skip
        elif name in inputs:
            what = Words(f"{name[:80]} 给了两次", f"{name[:80]} is given twice")
            raise _problem(what, Words("只留一个", "keep one of them"), word)
        else:
            inputs[name] = value
    return names, inputs


def resolve(book: Lawbook, names: Iterable[str], inputs: dict[str, object]) -> tuple[list[str], dict[str, object]]:
    """Names and inputs with the names of the law in the place of what people call them.

    Raises:
        InputError: for what several names are called, and for what nothing is called so.
    """
    from renshe.engine.decision import type_of

    outputs = [_named(book, name, lambda each: each in book.answerable) for name in names]
    given = {_named(book, name, lambda each: type_of(book, each) is not None): value for name, value in inputs.items()}
    if len(given) < len(inputs):
        raise _problem(Words("同一项给了两次", "one input is given twice, under two names"),
                       Words("只留一个", "keep one of them"))  # fmt: skip
    return outputs, given


def _named(book: Lawbook, typed: str, fits: Callable[[str], bool]) -> str:
    # A name of the law is all there is in most cases; looking through all words is for the others.
    if fits(typed) or (typed.isidentifier() and typed.isascii()):
        return typed
    from renshe.engine.lookup import called, nearest

    found = [name for name in called(book, typed) if fits(name)]
    if len(found) == 1:
        return found[0]
    shown = typed[:80]
    if found:
        what = Words(f"叫“{shown}”的不止一个", f"several names are called “{shown}”")
        raise _problem(what, Words("写其中一个：" + "、".join(found), "write one of " + ", ".join(found)))
    near = nearest(book, typed)
    if not typed.isascii() and near:
        what = Words(f"没有叫“{shown}”的", f"nothing is called “{shown}”")
        fix = Words("相近的有：" + "、".join(n.zh for n in near), "near it: " + ", ".join(n.en for n in near))
        raise _problem(what, fix)
    return typed


def place(book: Lawbook, typed: str) -> str:
    """The code of a place that was typed as its code or its name; what is neither stays as it is."""
    code = typed.strip().upper()
    if code in book.places or code.startswith("CN"):
        return code
    for found, label in book.places.items():
        rest = typed.strip().removeprefix(label.zh)
        if (rest in ("", *PLACE_ENDINGS) and rest != typed.strip()) or typed.strip().casefold() == label.en.casefold():
            return found
    return typed


def _problem(what: Words, fix: Words, word: str = "") -> InputError:
    return InputError(Problem(what, fix, word[:80]))
