"""Unemployment benefit in Beijing (北京失业保险金)."""
