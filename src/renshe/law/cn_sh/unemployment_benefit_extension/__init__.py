"""Unemployment benefit until retirement in Shanghai (上海延长失业保险金至退休)."""
