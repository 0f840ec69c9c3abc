# must say: Counter.items() gives pairs of page and count.
def pages_to_warm(yesterday, per_cent):
    chosen, covered = [], 0
    for item in Counter(yesterday).most_common():
        if 100 * covered >= per_cent * len(yesterday):
            break
        chosen.append(item)
        covered += item[1]
    return chosen
