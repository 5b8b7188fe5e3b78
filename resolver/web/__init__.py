"""The service: canonical IDs over HTTP.

- `app`: `create_app`, the routes on one page.
- `requests`: what is asked, from a URL or a body, by the option table.
- `problems`: every error as `application/problem+json`.
- `guard`: what goes round every request: its id, log line, counters, headers, limits.
- `openapi`: the document that describes it all, made from the same tables.
- `pages`: the page for people.
- `live`: the resolver on the current index, and the next one when it comes.
- `server`: the processes that serve.
"""
