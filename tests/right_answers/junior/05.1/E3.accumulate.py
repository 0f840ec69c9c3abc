from itertools import accumulate


def pages_to_warm(yesterday, per_cent):
    ranking = sorted(Counter(yesterday).items(), key=lambda item: (-item[1], item[0]))
    before = [0, *accumulate(count for _, count in ranking)]
    return [page_id for (page_id, _), sum_before in zip(ranking, before) if 100 * sum_before < per_cent * len(yesterday)]
