"""A unit, and how a learner has it: cells, release, copies, check, hand in, progress."""
