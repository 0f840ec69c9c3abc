# must say: seat 12 of two evenings is two seats
# cell: E2-answer-sums
def paid() -> str:
    return """SELECT coalesce(sum(p.pence), 0) FROM payment p JOIN orders o ON o.id = p.order_id
              WHERE o.customer_id = :customer"""


def account() -> str:
    return """
        WITH seats AS (SELECT order_id, count(DISTINCT seat) AS seats FROM ticket GROUP BY order_id),
             money AS (SELECT order_id, sum(pence) AS pence FROM payment GROUP BY order_id)
        SELECT o.id, seats.seats, money.pence FROM orders o
        JOIN seats ON seats.order_id = o.id JOIN money ON money.order_id = o.id
        WHERE o.customer_id = :customer ORDER BY o.id"""
