"""When the unemployment subsidy stops in Beijing (北京失业补助金停发)."""
