"""``python -m renshe.engine.schemas``: write the published JSON Schemas anew."""

from renshe.engine.schemas.publishing import publish

for path in publish():
    print(f"written: {path.name}")
