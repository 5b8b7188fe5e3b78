"""Answers in the words of people: what pages show, worked out without any page.

- `naming`: codes → words: languages, countries, kinds of aliases, scores.
- `letters`: two texts, with the letters that differ.
- `labels`: what evidence is called.
- `waterfall`: evidence as bars, of one candidate or of two side by side.
- `verdicts`: a verdict in words, and what an option did to it.
- `facts`: the facts that tell entities apart.
- `entities`: an entity in the order in which its page shows it.
- `timeline`: when its names were in use, as bars.
- `point`: where it is, as a point on a map.
- `history`: what people changed of it.
- `against`: a text set against it.
- `annotated_page`: an annotated text as a page that stands alone.

The names are a table, made by `tools/words/make_english_names.py`.
"""
