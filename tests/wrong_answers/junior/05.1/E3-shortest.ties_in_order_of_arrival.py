# must say: pages read equally often go by number, lowest first (9 before 10).
def pages_to_warm(yesterday, per_cent):
    chosen, covered = [], 0
    for page_id, count in Counter(yesterday).most_common():
        if 100 * covered >= per_cent * len(yesterday):
            break
        chosen.append(page_id)
        covered += count
    return chosen
