# must say: `attempt` adds words.
# cell: E1-load-answer
def load(db, lines):
    report = []
    for line in lines:
        refusal = attempt(db, "INSERT INTO ticket VALUES (?, ?, ?, ?, ?)", line[1:])
        if refusal:
            report.append((line.number, str(refusal)))
    return report
