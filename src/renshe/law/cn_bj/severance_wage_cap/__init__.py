"""Severance pay and its cap in Beijing (经济补偿封顶)."""
