"""The pages for people. Each module makes one page and registers its rows of the route table.

- `frame`: what all pages have in common: their layout, headers, forms and errors.
- `assets`: the files that they are made of.
- `signing_in`: the page where people sign in with a key.
- `asking`: what a URL of a page asks.
- `answering`: an answer as a page shows it.
- `look_up`: the page where a name is looked up.
- `why`: the page that says why a candidate has its score.
- `texts`: the page where a text is read.
- `marked`: an annotated text as that page shows it.
- `operate`: the page that says how the service is.
- `figures`: what it counts, as that page shows it.
- `docs`: the page that describes every route for programs.
- `reconciliation`: the pages of the reconciliation service, and of entities there.

The folder promises pages that take nothing from elsewhere and say what they are for without a
script. Templates are in `templates/`, styles and scripts in `static/`.
"""
