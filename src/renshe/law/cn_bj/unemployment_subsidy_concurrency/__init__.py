"""Moving the insurance relation during the unemployment subsidy in Beijing (失业保险关系转移)."""
