"""What ``clr-conformance validate`` is made of: inputs, the judgement of each, and the ways to tell it."""
