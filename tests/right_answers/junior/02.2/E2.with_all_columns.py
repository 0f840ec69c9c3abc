# cell: E2-answer-sums
def paid() -> str:
    return """WITH mine AS (SELECT p.* FROM payment p JOIN orders o ON o.id = p.order_id WHERE o.customer_id = :customer) SELECT coalesce(sum(pence), 0) FROM mine"""


def account() -> str:
    return """WITH mine AS (SELECT * FROM orders WHERE customer_id = :customer), seats AS (SELECT order_id, count(*) AS n FROM ticket GROUP BY order_id) SELECT id, n, (SELECT sum(pence) FROM payment WHERE order_id = mine.id) FROM mine JOIN seats ON order_id = id ORDER BY 1"""
