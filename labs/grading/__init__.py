"""Grade a class: any nbgrader course, many submissions at once, each in a sandbox of its own.

From the outside in: `plan` of the command in `labs.cli` → `grade` (prepare, examine, write) →
`course`, `match`, `preprocess` and `write`, which know nbgrader → `examiners`, `examine` and
`sandbox`, which run one submission → `inside`, which is all that a submission ever meets.
"""
