"""What the numbers come from: weights and the encoder, learned from labelled data.

- `calibrate`: labelled questions and pairs → the weights of evidence.
- `pairs`: pairs of spellings, out of files or a store.
- `encoder`: pairs → the table of `resolver.text.sound`.
- `recall`: how often an encoder finds the other spelling.
"""
