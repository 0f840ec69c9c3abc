# must say: per_cent is a share of the requests, not of the pages.
def pages_to_warm(yesterday, per_cent):
    pages = [page_id for page_id, _ in sorted(Counter(yesterday).items(), key=lambda item: (-item[1], item[0]))]
    return pages[: len(pages) * per_cent // 100]
