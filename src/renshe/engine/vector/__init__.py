"""Whole columns at once: what a program answers for many rows, without going through them one by one.

``plan`` lays out which names a set of figures needs, in which order, and where each is found; ``columns`` answers a
plan with NumPy in three-valued logic. Nothing here is imported to decide a single case.
"""
