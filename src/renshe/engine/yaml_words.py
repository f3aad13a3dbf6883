"""What is said of a YAML file that cannot be read, and what to write instead."""

from __future__ import annotations

from renshe.engine.errors import Words

_SHOW = 60

_SAID: dict[str, tuple[str, str, str, str]] = {
    # ---- the file
    "unreadable": (
        "读不到文件（{0}）",
        "the file cannot be read ({0})",
        "检查路径和权限",
        "check the path and the permissions",
    ),
    "large": ("文件超过 {0} MB", "the file is larger than {0} MB", "拆成几个文件", "split it into several files"),
    "encoding": (
        "文件不是 UTF-8 编码",
        "the file is not UTF-8",
        "另存为 UTF-8 编码",
        "save it with the encoding UTF-8",
    ),
    "control": ("有控制字符 {0}", "there is a control character, {0}", "删去它", "delete it"),
    "empty": ("文件是空的", "the file is empty", "写入内容或删去文件", "fill it or delete it"),
    "documents": ("一个文件里有两份文档", "there are two documents in one file", "拆成两个文件", "split the file"),
    "deep": ("嵌套超过 {0} 层", "it is nested more than {0} levels deep", "减少层次", "use fewer levels"),
    # ---- what YAML has and the law does not use
    "anchor": (
        "用了锚点 &{0}",
        "an anchor, &{0}, is used",
        "删去锚点，内容原样写出",
        "drop it and write the content out",
    ),
    "alias": ("用了别名 *{0}", "an alias, *{0}, is used", "内容原样写出", "write the content out"),
    "merge": ("用了合并键 <<", "a merge key, <<, is used", "内容原样写出", "write the content out"),
    "tag": ("用了标签 {0}", "a tag, {0}, is used", "删去标签，文字用引号", "drop it; write text in quotes"),
    # ---- keys
    "twice": (
        "{0} 写了两次：第{1}行和第{2}行",
        "{0} is written twice, in lines {1} and {2}",
        "只留一处",
        "keep one of them",
    ),
    "key": ("{0} 不能作键", "{0} cannot be a key", '写成 "{0}"', 'write "{0}"'),
    "key_of_many": (
        "列表或映射不能作键",
        "a list or a mapping cannot be a key",
        "键用文字或整数",
        "write text or a whole number as a key",
    ),
    # ---- values
    "blank": (
        "这里没有值",
        "there is no value here",
        "“没有”写 null，不知道就删去这一行；花括号里含逗号的文字请加引号",
        "write null for none, drop the line if it is not known, or quote text that holds a comma inside {{ }}",
    ),
    "true": (
        "不加引号的 {0} 有的程序读成是非，有的读成文字",
        "a bare {0} is a boolean to some programs and text to others",
        '是非写 true，文字写 "{0}"',
        'write true for a boolean, "{0}" for text',
    ),
    "false": (
        "不加引号的 {0} 有的程序读成是非，有的读成文字",
        "a bare {0} is a boolean to some programs and text to others",
        '是非写 false，文字写 "{0}"',
        'write false for a boolean, "{0}" for text',
    ),
    "sixties": (
        "不加引号的 {0} 会被读成六十进制数",
        "a bare {0} is read as a number in base 60",
        '写成 "{0}"',
        'write "{0}"',
    ),
    "date": ("日期 {0} 没有加引号", "the date {0} is not in quotes", '写成 "{0}"', 'write "{0}"'),
    "fraction": (
        "{0} 会被读成浮点数，而金额和比例不能有误差",
        "{0} is read as a float, and amounts and rates must be exact",
        '写成 "{0}"',
        'write "{0}"',
    ),
    "integer": (
        "{0} 不是整数的通常写法，各程序读法不一",
        "{0} is no plain whole number: programs read it differently",
        '整数写成 0、12、-3 这样，文字写成 "{0}"',
        'write a number like 0, 12 or -3, and text as "{0}"',
    ),
    "digits": (
        "整数超过 {0} 位",
        "a whole number has more than {0} digits",
        "编号请加引号",
        "write an identifier in quotes",
    ),
    # ---- what the parser refuses
    "tab": ("缩进里有制表符", "there is a tab in the indentation", "缩进用空格", "indent with blanks"),
    "colon": (
        "一行里有第二个“: ”",
        'there is a second ": " in the line',
        "含冒号和空格的文字请加引号",
        "put text that holds a colon and a blank in quotes",
    ),
    "item": (
        "列表的“- ”不能在这里开始",
        'a list item, "- ", cannot begin here',
        "“- ”另起一行",
        'begin a new line with the "- "',
    ),
    "start": (
        "值不能以这个字符开头",
        "a value cannot begin with this character",
        "把值放进引号",
        "put the value in quotes",
    ),
    "escape": (
        "双引号里的反斜杠写法不成立",
        "there is no such backslash escape in double quotes",
        "改用单引号，或把反斜杠写两次",
        "use single quotes, or write the backslash twice",
    ),
    "line": (
        "这一行既不是“键: 值”，也不是列表项",
        'the line is neither "key: value" nor a list item',
        "冒号后留一个空格，检查引号和缩进",
        "leave a blank after the colon; check quotes and indentation",
    ),
    "quote": ("引号没有配对", "a quote is not closed", "补上引号", "close it"),
    "bracket": (
        "括号没有配对，或各项之间少了逗号",
        "a bracket is not closed, or a comma is missing inside",
        "补上括号或逗号",
        "close the bracket or add the comma",
    ),
    "indentation": (
        "缩进与上面各行不一致，或键与列表混写",
        "the indentation does not match, or keys and list items are mixed",
        "同一层的各行缩进相同",
        "indent the lines of one level alike",
    ),
    "malformed": (
        "此处不合 YAML 写法（{0}）",
        "this is not YAML ({0})",
        "检查引号、括号和缩进",
        "check quotes, brackets and indentation",
    ),
}

_PARSER = (
    ("values are not allowed", "colon"),
    ("entries are not allowed", "item"),
    ("cannot start any token", "start"),
    ("escape", "escape"),
    ("could not find expected ':'", "line"),
    ("end of stream", "quote"),
    ("expected ',' or", "bracket"),
    ("document start", "documents"),
    ("expected", "indentation"),
)
"""Part of what libyaml or PyYAML says → what is said here."""


def say(code: str, *values: object) -> tuple[Words, Words]:
    """What is wrong, and what to do, with *values* filled in."""
    shown = [text if len(text := str(value)) <= _SHOW else text[:_SHOW] + "…" for value in values]
    zh, en, fix_zh, fix_en = (words.format(*shown) for words in _SAID[code])
    return Words(zh, en), Words(fix_zh, fix_en)


def code_of(said: str) -> str:
    """Which of the words here tell what the parser *said*."""
    return next((code for part, code in _PARSER if part in said), "malformed")
