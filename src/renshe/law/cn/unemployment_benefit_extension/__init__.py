"""Unemployment benefit until retirement (延长失业保险金至退休)."""
