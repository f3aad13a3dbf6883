"""Claiming unemployment benefits: what may be asked of the person (失业保险待遇申领)."""
