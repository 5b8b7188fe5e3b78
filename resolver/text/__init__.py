"""Text without an index: the normal form of a name, its parts, its script and its sound.

Pure functions of their arguments. Tables of knowledge are files beside the modules; whoever needs
one loads it once and passes it in.

- `fold`: a name → its normal form, or None where nothing of it is a letter or a digit.
- `companies`: letters that number a series of companies, and the mark of a register.
- `script`: which script letters are of, and which one a language is written in.
- `words`: the tables of what is known of words: the role of each (`words.csv`), nicknames, names of
  countries.
- `names`: a folded name → its parts, each with its role (honorific, legal form, initial, …).
- `spelling`: a word → rougher forms, in which spellings of one name tend to be equal.
- `sound`: a folded name → a vector, near to those of its spellings in any script.
- `keys`: when two names are equal, and the keys under which a name is found.
"""
