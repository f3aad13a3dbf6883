"""Deadlines set for authorities (机关任务期限)."""
