"""Cap on the unemployment subsidy (失业补助金标准上限)."""
