# must say: payments and tickets are joined
def order_totals() -> str:
    return """
    SELECT orders.id, sum(payment.pence), sum(ticket.pence) FROM orders
    JOIN payment ON payment.order_id = orders.id JOIN ticket ON ticket.order_id = orders.id
    GROUP BY orders.id ORDER BY orders.id
    """
