"""Who answers for which measure (责任分工), read from the documents that assign their measures to units."""

from __future__ import annotations

from renshe.engine.authoring import register

MEASURE = {"measure": "measure_number", "number": "document_number", "document": "document"}
DOCUMENT = {"number": "document_number", "id": "document"}
# Each answer carries the citation of the measure or document it was read from.
COUNTED = "sh-gov-2020-10/8.count"

responsible_units = register("measures", field="units", match=MEASURE, cites=COUNTED)
responsibility_mode = register("measures", field="responsibility_mode", match=MEASURE, cites=COUNTED)
measure_count = register("documents", field="measure_count", match=DOCUMENT, cites=COUNTED)
part_count = register("documents", field="part_count", match=DOCUMENT, cites=COUNTED)
