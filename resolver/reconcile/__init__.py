"""The table as a reconciliation service: what OpenRefine and other clients ask, and its answers.

    results = answered(queries, scope, resolver, ask)

Everything here is of the specifications' own forms, and knows nothing of HTTP.

- `scope`: what a service is narrowed to, and where it is.
- `types`: the types of a table.
- `manifest`: what a service says of itself (0.2).
- `labels`: what people read of an entity.
- `properties`: the properties of a table, and their values.
- `asked`: what a query of a batch asks.
- `features`: what a candidate is made of, in numbers.
- `answering`: the answers to a batch.
- `showing`: what people see of an entity, as HTML.
- `suggesting`: what is suggested for what somebody types.
- `columns`: what an entity says in a column.
- `extending`: columns beside entities (0.2).
- `proposing`: the properties that entities of a type have.
- `draft`: what 1.0-draft writes otherwise.
"""
