"""Measure the grader beside stock nbgrader, on the same submissions, and compare every score.

`heavy` makes a foreign course with a class, `areas` a class of one of the course's own areas;
`stock` and `ours` grade them, `grades` reads and compares gradebooks, `record` keeps what stock
gave, `table` says what came of it.
"""
