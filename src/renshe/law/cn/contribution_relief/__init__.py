"""Phased relief of contributions (社会保险费阶段性减免)."""
