"""Unemployment benefit in Shanghai (上海失业保险金)."""
