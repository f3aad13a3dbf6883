"""What goes together with the unemployment subsidy (失业补助金与其他待遇)."""
