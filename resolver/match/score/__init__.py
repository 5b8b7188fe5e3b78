"""How likely each candidate is: named evidence in log-odds, scores that compete, a verdict.

- `terms`: a piece of evidence, and the names that it may have.
- `evidence_row`: what a row of the table of evidence says.
- `evidence_of_names`: the rows about two names.
- `evidence_of_facts`: the rows about what is known beside the name.
- `evidence`: the table of all evidence: what each says, and the weights that it uses.
- `calibration`: what an index has learnt of its own table.
- `weights`: the values of those weights, fitted, by type; they are in `weights.toml`.
- `caps`: what agreement may say together at most.
- `rarity`: how much a word says.
- `alignment`: two names part by part.
- `parts`: the evidence of parts: those that agree, and those that one name alone has.
- `names`: the evidence of two names, as wholes and by their parts.
- `levels`: how far two values of a fact agree.
- `fields`: how much an agreement in a fact says, by how common it is.
- `facts`: the evidence of the alias, the type, the country and the properties.
- `context`: the evidence of the text around a name.
- `inside`: facts of a candidate that stand in the asked name.
- `known`: what the index has of a candidate.
- `collect`: the evidence of the candidates that prescored best.
- `background`: how well the names fit that cannot all be meant.
- `verdict`: scores that compete, and what follows from them.
- `reason`: why the verdict is what it is, in one word.
- `scoring`: evidence → a ranking → a decision.
- `comparison`: two bare names, with no table.
"""
