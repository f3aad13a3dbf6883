"""The size class of an enterprise (企业划型)."""
