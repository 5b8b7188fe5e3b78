"""Clients that others published, for `make test-clients`: `make test` collects none of it.

- `ask_reconciler`, `ask_py_reconciliation`: programs that use them, in environments of their own.
- `through_packages`: what they are answered, beside what the engine says of the same rows.
"""
