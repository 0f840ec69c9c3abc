# must say: these are pairs of page and count: take the page.
def pages_to_warm(yesterday, per_cent):
    chosen, covered = [], 0
    for page_id, count in sorted(Counter(yesterday).items(), key=lambda item: (-item[1], item[0])):
        if 100 * covered >= per_cent * len(yesterday):
            break
        chosen.append((page_id, count))
        covered += count
    return chosen
