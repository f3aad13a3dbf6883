"""Whether a document is in force (文件效力)."""
