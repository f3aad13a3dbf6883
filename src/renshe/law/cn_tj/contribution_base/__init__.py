"""The contribution base (缴费基数)."""
