"""Contributions of an employer that did not file (未按规定申报)."""
