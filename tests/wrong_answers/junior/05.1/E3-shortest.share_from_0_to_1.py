# must say: you went on to the end: is per_cent treated as a share from 0 to 1?
def pages_to_warm(yesterday, per_cent):
    chosen, covered = [], 0
    for page_id, count in sorted(Counter(yesterday).items(), key=lambda item: (-item[1], item[0])):
        if covered / len(yesterday) >= per_cent:
            break
        chosen.append(page_id)
        covered += count
    return chosen
