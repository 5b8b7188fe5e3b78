"""Measurements, each beside what a user would use instead. They are not tests.

Reach for `make bench`, or for one alone (`python -m benchmarks.cold`). Each states its goal and
measures the resolver and its peers in one run. Figures that a page shows are appended to a CSV in
docs/.

- `cold`: a command from a cold process.
- `http`: queries a second over HTTP, and how long they take.
- `soak`: many connections for long: errors, and memory.
- `reconcile`: batches of reconciliation, of 10 and of 100.
- `attacks`: what one client can do to all others.
- `serving`: what those three and `faults` share: a table, servers, and a load on them.
- `faults`: processes killed at any moment, and disks without space. Its parts:
- `faults_writing`: import, compile and bulk.
- `faults_serving`: a worker and the master, while clients ask.
- `trials`: what those two share: an outcome, processes, and what is left behind.
- `retrieval`: how often the right entity is found, how fast, and how both grow. Its parts:
- `gazetteer`: tables of any size, and labelled queries to them.
- `odd`: names that nobody has.
- `ways`: the arms of retrieval, alone and together.
- `ways_of_others`: what a user would use instead of them.
- `growth`: time, memory and files by the size of the table.
- `retrieval_plots`: plots of the figures.
- `peers`: a list against a table, beside what a user would use instead. Its parts:
- `peers_lists`: the table, and lists of which half are strangers.
- `peers_ways`: the ways of others.
- `quality`: how right scores are on labelled data.
- `sound`: how fast the encoder is, and what it finds across scripts.
- `annotate`: characters of running texts a second, and odd texts.
- `editing`: how soon a change is acknowledged and seen, while the table is asked.
- `bulk`: a long list, and its memory.
- `spark`: what a Python process of a Spark executor does.
- `suggest`: suggestions at every letter that is typed, and small pages of entities.
- `rows`: figures that are kept, for all of them.
"""
