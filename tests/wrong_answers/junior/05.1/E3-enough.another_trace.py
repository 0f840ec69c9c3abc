# must say: these numbers are not pages of the list that was passed in: counts, or another trace?
def pages_to_warm(_, per_cent):
    yesterday = trace
    chosen, covered = [], 0
    for page_id, count in sorted(Counter(yesterday).items(), key=lambda item: (-item[1], item[0])):
        if 100 * covered >= per_cent * len(yesterday):
            break
        chosen.append(page_id)
        covered += count
    return chosen
