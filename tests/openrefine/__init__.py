"""OpenRefine itself as a client, for `make test-openrefine`: `make test` collects none of it.

- `refine`: a running OpenRefine, and its HTTP API.
- `rows`: the rows that are reconciled.
- `browser`: Chromium without a window, that does what a person does.
- `through_api`: a project from its CSV to its facets, beside what the engine says of the same rows.
- `through_table`: a CSV of one's own; facets on features, odd cells and odd IDs.
- `through_page`: its own page, from one command and one paste to reconciled cells.
"""
