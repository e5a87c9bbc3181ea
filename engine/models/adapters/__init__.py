"""What the built-in extractor learns from one person's corrections, kept apart from its pack.

An adapter is a small set of tensors that are added to the pack's own (:mod:`delta`): the pack's files
stay as they were shipped, and going back is forgetting the addition. :mod:`learner` finds the
tensors, :mod:`store` keeps their versions in the user's data folder, and :mod:`teacher` is the one
door that the rest of the program uses. Nothing of it leaves the machine.
"""
