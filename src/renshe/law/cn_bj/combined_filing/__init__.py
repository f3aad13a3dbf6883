"""Combined filing of wages in Beijing (五险一金合并申报)."""
