# must say: coalesce for the tickets, too
def order_totals() -> str:
    return """
    SELECT orders.id,
           (SELECT coalesce(sum(pence), 0) FROM payment WHERE payment.order_id = orders.id) AS paid,
           (SELECT sum(pence) FROM ticket WHERE ticket.order_id = orders.id) AS tickets
    FROM orders ORDER BY orders.id
    """
