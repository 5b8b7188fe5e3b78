"""The routes for programs. Each module registers its rows of `resolver.web.routes` on an app.

- `resolve`: names to decisions, one or many.
- `annotate`: a text to the names in it.
- `resolve_or_create`: the ID of a record, or a new one.
- `entities`: what is known of an entity.
- `edits`: what changes entities.
- `changes`: what changed.
- `reviews`: what names mean by somebody's decision, and what is left to decide.
- `reconcile`: the table as a reconciliation service.
- `reconcile_suggest`: what it suggests for what somebody types.
- `reconcile_extend`: the properties that it has, as such a service.
- `reconcile_draft`: the same service as 1.0-draft has it.
- `jobs`: lists in, lists out, worked on in the background.
- `key`: what the key that asks may do.
- `operation`: health, readiness and metrics.

The folder promises that its functions parse, call and respond, and decide nothing themselves.
"""
