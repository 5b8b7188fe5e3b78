"""The pages for people. Each module makes one page and registers its rows of the route table.

- `frame`: what all pages have in common: their layout, headers, forms and errors.
- `assets`: the files that they are made of.
- `signing_in`: the page where people sign in with a key.
- `wording`: what an error says on a page.
- `kept`: a form that came from who was no longer signed in, kept until it is sent again.
- `asking`: what a URL of a page asks.
- `answering`: an answer as a page shows it.
- `look_up`: the page where a name is looked up.
- `why`: the page that says why a candidate has its score.
- `entity`: the page of an entity.
- `correcting`: the forms that correct one: what they share, an alias more or less, undoing.
- `fields`: the form with its fields.
- `merging`: the forms that merge two, and split one.
- `list_columns`: a list that nobody has started, and what its columns are to be.
- `list_report`: what is shown of a list that is worked on or done.
- `list_questions`: the names of a list without a match, and which are decided.
- `list_rows`: the first rows of a list with their answers, and what stands beside a name.
- `lists`: the pages where a list is handed in and started.
- `list_results`: the pages of a list that was started.
- `question`: a name that is to be decided, as a page shows it.
- `decisions`: what was decided last, and by whom.
- `deciding`: the page where names are decided, one after the other.
- `texts`: the page where a text is read.
- `marked`: an annotated text as that page shows it.
- `missed`: names of a text that were not found there, and somebody says stand there.
- `operate`: the page that says how the service is.
- `figures`: what it counts, as that page shows it.
- `docs`: the page that describes every route for programs.
- `reconciliation`: the pages of the reconciliation service, and of entities there.

The folder promises pages that take nothing from elsewhere and say what they are for without a
script. Templates are in `templates/`, styles and scripts in `static/`.
"""
