# must say: one payment of each order is there
# cell: E2-answer-sums
def paid() -> str:
    return """SELECT coalesce(sum(p.pence), 0) FROM payment p JOIN orders o ON o.id = p.order_id
              WHERE o.customer_id = :customer"""


def account():
    return """SELECT o.id, count(t.seat), p.pence FROM orders o JOIN ticket t ON t.order_id = o.id JOIN (SELECT order_id, min(id), pence FROM payment GROUP BY order_id) p ON p.order_id = o.id WHERE o.customer_id = :customer GROUP BY o.id ORDER BY o.id"""
