# must say: payments come first, then tickets.
def order_totals() -> str:
    return """
    SELECT orders.id,
           (SELECT coalesce(sum(pence), 0) FROM ticket WHERE ticket.order_id = orders.id),
           (SELECT coalesce(sum(pence), 0) FROM payment WHERE payment.order_id = orders.id)
    FROM orders ORDER BY orders.id
    """
