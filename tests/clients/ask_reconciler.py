"""Ask a service by PyPI's reconciler: rows and URL from the standard input, answers to the output.

Each row is a name and a country; the answers are IDs by name, null where none is matched.
"""

import json
import sys

import pandas as pd
from reconciler import reconcile

asked = json.load(sys.stdin)
frame = pd.DataFrame(asked["rows"], columns=["name", "country"])
found = reconcile(
    frame["name"],
    property_mapping={"country": frame["country"]},
    reconciliation_endpoint=asked["url"],
)
matched = {
    row["input_value"]: row["id"] if row["match"] else None for row in found.to_dict("records")
}
json.dump(matched, sys.stdout)
