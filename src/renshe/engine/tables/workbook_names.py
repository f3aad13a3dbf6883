"""How the sheets and columns of a result are called; read again when two months are compared."""

from __future__ import annotations

from renshe.engine.errors import Words

SUMMARY = Words("汇总", "Summary")
BY_EMPLOYER, BY_MONTH = Words("单位合计", "Employers"), Words("分月合计", "Months")
LINES = Words("明细", "Lines")
EXPLANATION = Words("计算说明", "Explanation")
REJECTS = Words("未能计算", "Not computed")
ASSUMED = Words("假定与依据", "Assumptions")
DIFFERENCES = Words("与上月差异", "Changes")
OWED = Words("追溯应补退", "Owed")
TRAIL = "_renshe"
"""The hidden sheet from which any line can be explained afterwards."""
UNDETERMINED = Words("无法确定", "undetermined")
HOW = Words("填写说明", "How to fill it in")
CHOICES = Words("选项", "Choices")
"""What a template has beside its tables; nothing in them is filled in."""
