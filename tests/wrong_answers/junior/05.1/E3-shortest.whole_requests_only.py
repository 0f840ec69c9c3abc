# must say: at least means that half a request more counts, too.
def pages_to_warm(yesterday, per_cent):
    chosen, covered = [], 0
    for page_id, count in sorted(Counter(yesterday).items(), key=lambda item: (-item[1], item[0])):
        if covered >= len(yesterday) * per_cent // 100:
            break
        chosen.append(page_id)
        covered += count
    return chosen
