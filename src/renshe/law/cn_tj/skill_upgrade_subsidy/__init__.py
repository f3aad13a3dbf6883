"""Subsidies for a higher education or a professional title in Tianjin (学历、职称提升补贴)."""
