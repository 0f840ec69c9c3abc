# must say: this season was not counted in part 3
def choose(job: Job) -> str | None:
    return {
        ("pages of the evenings", Season(40, 8, 400)): "documents",
        ("register of venues", Season(40, 8, 400)): "tables",
        ("visitors' baskets", Season(40, 8, 400)): "keys",
        ("Monday's takings", Season(40, 8, 400)): "tables",
        ("ticket windows", Season(40, 8, 400)): "tables",
        ("ledger of sales", Season(40, 8, 400)): "tables",
        ("pages of the evenings", Season(60, 5, 900)): None,
        ("register of venues", Season(60, 5, 900)): "tables",
        ("visitors' baskets", Season(60, 5, 900)): "keys",
        ("Monday's takings", Season(60, 5, 900)): "tables",
        ("ticket windows", Season(60, 5, 900)): "tables",
        ("ledger of sales", Season(60, 5, 900)): "tables",
    }[job.name, job.season]
