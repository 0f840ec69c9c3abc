# must say: these are not the most read pages: sort by count, highest first.
def pages_to_warm(yesterday, per_cent):
    pages = sorted(set(yesterday))
    return pages[: len(pages) * per_cent // 100]
