"""The pages for people. Each module makes one page and registers its rows of the route table.

- `docs`: the page that tries a name and describes every route.
- `reconciliation`: the pages of the reconciliation service, and of entities.

The folder promises pages that need nothing from elsewhere and no script.
"""
