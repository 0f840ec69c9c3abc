"""How the course proves itself: judging of answers, mutants, shape, runs, coverage, bench."""
