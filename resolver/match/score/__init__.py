"""How likely each candidate is: named evidence in log-odds, scores that compete, a verdict.

- `weights`: the numbers that evidence uses.
- `rarity`: how much a word says.
- `alignment`: two names part by part.
- `names`: what two names say.
- `facts`: what is known beside the name.
- `reasons`: the evidence of the candidates that prescored best.
- `verdict`: scores that compete, and what follows from them.
- `scoring`: candidates → evidence → scores.
- `comparison`: two bare names.
"""
