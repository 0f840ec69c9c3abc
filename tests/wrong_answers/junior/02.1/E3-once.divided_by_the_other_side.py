# must say: ✘ E3: money is counted once
def order_totals() -> str:
    return """
    SELECT orders.id, sum(payment.pence) / count(DISTINCT ticket.seat), sum(ticket.pence) / count(DISTINCT payment.id) FROM orders
    LEFT JOIN payment ON payment.order_id = orders.id LEFT JOIN ticket ON ticket.order_id = orders.id
    GROUP BY orders.id ORDER BY orders.id
    """
