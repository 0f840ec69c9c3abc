import heapq


def pages_to_warm(yesterday, per_cent):
    heap = [(-count, page_id) for page_id, count in Counter(yesterday).items()]
    heapq.heapify(heap)
    chosen, missing = [], per_cent * len(yesterday) / 100
    while missing > 0:
        count, page_id = heapq.heappop(heap)
        chosen.append(page_id)
        missing += count
    return chosen
