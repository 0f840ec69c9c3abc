# must say: return the list of pages.
def pages_to_warm(yesterday, per_cent):
    chosen, covered = [], 0
    for page_id, count in Counter(yesterday).most_common():
        if 100 * covered < per_cent * len(yesterday):
            chosen.append(page_id)
            covered += count
