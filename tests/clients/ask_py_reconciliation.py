"""Ask a service by PyPI's py-reconciliation-service-api: rows and URL from the standard input.

Each row is a name and a country; the answers are IDs by name, null where none is matched.
"""

import json
import sys

from py_reconciliation_service_api import build_reconciliation_service
from py_reconciliation_service_api.models.reconciliation import (
    ReconciliationQuery,
    ReconciliationQueryProperty,
)

BATCH = 50

asked = json.load(sys.stdin)
service = build_reconciliation_service(asked["url"])
rows = asked["rows"]
matched = {}
for start in range(0, len(rows), BATCH):
    batch = rows[start : start + BATCH]
    queries = [
        ReconciliationQuery(
            query=name, properties=[ReconciliationQueryProperty(pid="country", v=country)]
        )
        for name, country in batch
    ]
    for (name, _), found in zip(batch, service.reconcile_batch(queries), strict=True):
        matched[name] = next((each.id for each in found.result if each.match), None)
json.dump(matched, sys.stdout)
