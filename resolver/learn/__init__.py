"""Learning: the weights of evidence from labels, and the encoder from pairs of spellings.

Nothing here is needed to answer a question. Whatever is learned is the same for the same data and
the same seed.

- `amounts`: what each weight is multiplied by in the evidence of candidates.
- `calibrate`: labelled questions and pairs → the weights of evidence.
- `questions`: questions that an index asks itself.
- `self_calibration`: those questions → how the table differs from others.
- `labels`: labelled questions and pairs out of files, and weights into one.
- `pairs`: pairs of spellings, out of files or a store, and which of them are held out.
- `recall`: how often an encoder finds the other spelling.
- `odds`: what a cosine of two vectors says, in log-odds.
- `encoder`: pairs → the table of an encoder.
- `training`: the whole way from pairs to a file, as `resolver train` takes it.
"""
