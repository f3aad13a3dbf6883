"""Reporting who became unemployed (失业人员名单告知)."""
