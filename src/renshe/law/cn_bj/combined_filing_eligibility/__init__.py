"""Who may use the combined filing (合并申报条件)."""
