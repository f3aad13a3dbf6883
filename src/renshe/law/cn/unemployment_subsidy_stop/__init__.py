"""When the unemployment subsidy stops (失业补助金停发)."""
