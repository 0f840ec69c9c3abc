# must say: the sum of no rows is NULL
def order_totals() -> str:
    return """
    SELECT orders.id,
           (SELECT sum(pence) FROM payment WHERE payment.order_id = orders.id) AS paid,
           (SELECT sum(pence) FROM ticket WHERE ticket.order_id = orders.id) AS tickets
    FROM orders ORDER BY orders.id
    """
