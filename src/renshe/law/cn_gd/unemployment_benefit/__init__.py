"""Unemployment benefit in Guangdong (广东失业保险金)."""
