# must say: each payment counts once for each seat, and DISTINCT
# cell: E2-answer-sums
def paid() -> str:
    return """SELECT coalesce(sum(p.pence), 0) FROM payment p JOIN orders o ON o.id = p.order_id
              WHERE o.customer_id = :customer"""


def account():
    return """SELECT o.id, count(DISTINCT t.seat), sum(p.pence) FROM orders o JOIN payment p ON p.order_id = o.id JOIN ticket t ON t.order_id = o.id WHERE o.customer_id = :customer GROUP BY o.id ORDER BY o.id"""
