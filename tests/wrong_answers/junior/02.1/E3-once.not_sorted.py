# must say: the right rows in another order
def order_totals() -> str:
    return """
    SELECT orders.id,
           (SELECT coalesce(sum(pence), 0) FROM payment WHERE payment.order_id = orders.id) AS paid,
           (SELECT coalesce(sum(pence), 0) FROM ticket WHERE ticket.order_id = orders.id) AS tickets
    FROM orders
    """
