"""Reporting layoffs in Tianjin (裁员报告)."""
