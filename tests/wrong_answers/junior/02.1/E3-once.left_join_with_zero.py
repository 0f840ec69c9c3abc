# must say: payments and tickets are joined
def order_totals() -> str:
    return """
    SELECT orders.id, coalesce(sum(payment.pence), 0), coalesce(sum(ticket.pence), 0) FROM orders
    LEFT JOIN payment ON payment.order_id = orders.id LEFT JOIN ticket ON ticket.order_id = orders.id
    GROUP BY orders.id ORDER BY orders.id
    """
