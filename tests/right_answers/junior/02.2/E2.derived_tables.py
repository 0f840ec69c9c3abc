# cell: E2-answer-sums
def paid():
    return """SELECT ifnull(sum(pence), 0) AS paid FROM orders LEFT JOIN payment ON order_id = orders.id WHERE customer_id = :customer"""


def account():
    return """SELECT order_id, count(*), min(paid) FROM ticket JOIN (SELECT order_id, sum(pence) AS paid FROM payment GROUP BY order_id) USING (order_id) JOIN orders ON orders.id = order_id WHERE customer_id = :customer GROUP BY order_id ORDER BY order_id"""
