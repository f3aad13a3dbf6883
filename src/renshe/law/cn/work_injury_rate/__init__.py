"""The work injury insurance rate (工伤保险费率)."""
