"""Tables of any length, as columns: read in pieces, computed in pieces, written in pieces.

NumPy and pyarrow are imported here and nowhere on the way of a single answer.
"""
