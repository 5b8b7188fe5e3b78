"""What the numbers come from: weights fitted on labelled questions and pairs."""
