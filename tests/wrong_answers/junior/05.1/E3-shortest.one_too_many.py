# must say: one page too many: is the sum looked at before a page is taken, by >=, and without dividing?
def pages_to_warm(yesterday, per_cent):
    chosen, covered = [], 0
    for page_id, count in sorted(Counter(yesterday).items(), key=lambda item: (-item[1], item[0])):
        if 100 * covered > per_cent * len(yesterday):
            break
        chosen.append(page_id)
        covered += count
    return chosen
