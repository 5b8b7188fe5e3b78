"""The service: canonical IDs over HTTP.

- `app`: `create_app`, what the service is made of, on one page.
- `server`: the server, and what each of its processes makes.
- `workers`: the processes that serve, started anew when one dies.
- `front`: the event loop that takes requests in, and the threads that answer them.
- `threads`: threads that answer while an event loop waits.
- `bodies`: bodies of requests, taken in within limits.
- `route`: what a row of the table of routes says.
- `routes`: the one table of routes, from which limits, documents and metric labels derive.
- `edit_routes`: its rows that change the table of the home.
- `review_routes`: its rows by which people decide what names mean.
- `page_routes`: its rows that are pages for people.
- `reconcile_routes`: its rows by which the table is a reconciliation service.
- `guard`: what goes round every request: its id, log line, counters, headers, the host it names.
- `direct`: the way of a single query past Flask.
- `hosts`: which hosts a request may name.
- `origins`: which web pages may ask for jobs.
- `access`: who asks, whether they may, and how often.
- `requests`: the queries in a URL or a body.
- `passages`: the text in a body, with what is known beside it.
- `responses`: answers as responses, with their `ETag`, `Cache-Control` and `Server-Timing`.
- `files`: files as responses, whole or in part.
- `uploads`: lists that are sent, onto disk as they arrive.
- `lists`: the list that a request brings, with its options.
- `job_answers`: what a job is answered with.
- `problems`: every error as `application/problem+json`.
- `openapi`, `schemas`, `annotate_schemas`, `edit_schemas`, `review_schemas`, `reconcile_schemas`:
  the document for programs, made from the tables of routes and options.
- `narrowed`: a reconciliation service of a part of the table, chosen in the path.
- `batches`: batches of reconciliation, as clients send them.
- `reconciling`: what the routes of reconciliation share.
- `asked_ids`: the IDs that a query string may mean.
- `idempotency`: requests that may come again, and are done once.
- `live`: the resolver on the current index, replaced when a new index comes.
- `seen`: up to which change of the journal each process of the service answers.
- `through`: up to which change an answer goes, and has to go.
- `waiting`: requests that wait for something, without holding a thread.
- `access`: who asks, and whether they may.
- `edit_requests`: what a request wants changed, and on which condition.
- `entity_answers`: an entity as it is answered, and its tag.
- `undecided`: names without a match, on their way into the queue of what to decide.
- `editor`: the table of the home, changed by whoever asks.
- `api`: the routes for programs.
- `pages`: the pages for people.

The folder promises that every route is a row of the table, that every error has the form of a
problem or is a page, and that no request starts a process: jobs are worked on by those of
`resolver.jobs`.
"""
