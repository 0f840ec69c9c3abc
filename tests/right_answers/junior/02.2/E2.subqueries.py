# cell: E2-answer-sums
def paid():
    return """SELECT coalesce((SELECT sum(pence) FROM payment WHERE order_id IN (SELECT id FROM orders WHERE customer_id = :customer)), 0)"""


def account():
    return """SELECT o.id, (SELECT count(*) FROM ticket t WHERE t.order_id = o.id) AS seats, (SELECT sum(pence) FROM payment p WHERE p.order_id = o.id) FROM orders o WHERE customer_id = :customer AND EXISTS (SELECT 1 FROM ticket t WHERE t.order_id = o.id) ORDER BY id"""
