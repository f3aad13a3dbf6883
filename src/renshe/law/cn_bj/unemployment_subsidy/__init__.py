"""Unemployment subsidy in Beijing (北京失业补助金)."""
