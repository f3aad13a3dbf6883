"""Tables of people: read, computed line by line, written as a workbook."""
