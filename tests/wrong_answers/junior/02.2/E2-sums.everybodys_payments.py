# must say: this is what everybody paid
# cell: E2-answer-sums
def paid() -> str:
    return """SELECT coalesce(sum(pence), 0) FROM payment"""


def account() -> str:
    return """
        WITH seats AS (SELECT order_id, count(*) AS seats FROM ticket GROUP BY order_id),
             money AS (SELECT order_id, sum(pence) AS pence FROM payment GROUP BY order_id)
        SELECT o.id, seats.seats, money.pence FROM orders o
        JOIN seats ON seats.order_id = o.id JOIN money ON money.order_id = o.id
        WHERE o.customer_id = :customer ORDER BY o.id"""
