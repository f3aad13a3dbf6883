"""How the workbook looks: one place for fonts, colours and number formats."""

from __future__ import annotations

from typing import Any

from renshe.engine.errors import Language, Words

INK, SOFT, LINE = "#1F2937", "#6B7280", "#C7CDD6"
HEAD, GROUP, BAND, TOTAL = "#1F4E79", "#2E75B6", "#F5F8FC", "#E8EEF6"
OPEN, OPEN_INK = "#FDE9E7", "#9C1C12"
WEAK, SHADE = "#FFF6DD", "#EAF1F8"
MONEY = "#,##0.00"


class Styles:
    """The formats of one workbook, made when first used."""

    def __init__(self, book: Any, language: Language) -> None:
        self.book, self.language = book, language
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def say(self, words: Words) -> str:
        """*words* in the language of the workbook."""
        return words[self.language]

    def __call__(self, **properties: Any) -> Any:
        """A format; the font of the workbook unless said otherwise."""
        font = "Microsoft YaHei" if self.language == "zh" else "Calibri"
        whole = {"font_name": font, "font_size": 10, "font_color": INK, "valign": "vcenter", **properties}
        key = tuple(sorted(whole.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format(whole)
        return self._made[key]

    @property
    def title(self) -> Any:
        """The title of a sheet."""
        return self(bold=True, font_size=16, font_color=HEAD)

    @property
    def remark(self) -> Any:
        """A remark under it."""
        return self(font_size=9, font_color=SOFT)

    @property
    def head(self) -> Any:
        """The head of a column."""
        return self(bold=True, font_color="#FFFFFF", bg_color=HEAD, border=1, border_color=LINE, align="center",
                    text_wrap=True)  # fmt: skip

    @property
    def group(self) -> Any:
        """What stands above several heads."""
        return self(bold=True, font_color="#FFFFFF", bg_color=GROUP, border=1, border_color=LINE, align="center",
                    text_wrap=True)  # fmt: skip

    def text(
        self, *, bold: bool = False, wrap: bool = False, fill: str | None = None, indent: int = 0, align: str = ""
    ) -> Any:
        """Text in a table."""
        more: dict[str, Any] = {"bg_color": fill} if fill else {}
        if align:
            more["align"] = align
        return self(border=1, border_color=LINE, bold=bold, text_wrap=wrap, indent=indent, num_format="@", **more)

    def money(self, *, bold: bool = False, fill: str | None = None) -> Any:
        """An amount in a table."""
        more: dict[str, Any] = {"bg_color": fill} if fill else {}
        return self(border=1, border_color=LINE, bold=bold, num_format=MONEY, align="right", **more)

    def count(self, *, bold: bool = False, fill: str | None = None) -> Any:
        """A whole number in a table."""
        more: dict[str, Any] = {"bg_color": fill} if fill else {}
        return self(border=1, border_color=LINE, bold=bold, num_format="0", align="center", **more)

    @property
    def open(self) -> Any:
        """What could not be determined."""
        return self(border=1, border_color=LINE, font_color=OPEN_INK, bg_color=OPEN, align="center")


def yuan(fen: int) -> float:
    """An amount as a spreadsheet holds it; with two decimals it shows the same fen up to 10 trillion yuan."""
    return fen / 100


A4, A3 = 9, 8


def page(sheet: Any, *, paper: int = A4, wide: int = 1, repeat: tuple[int, int] | None = None) -> None:
    """Print across *wide* pages, with the heads on each page and its number."""
    sheet.set_paper(paper)
    sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(wide, 0)
    sheet.set_footer("&C&9&P / &N&R&9&A")
    if repeat is not None:
        sheet.repeat_rows(*repeat)
    sheet.hide_gridlines(2)
