"""Applying for the unemployment subsidy in Beijing (北京失业补助金申领)."""
