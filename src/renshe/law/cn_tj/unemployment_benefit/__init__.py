"""Unemployment benefit in Tianjin (天津失业保险金)."""
