"""The housing fund base (住房公积金缴存基数)."""
