def order_totals() -> str:
    return """
    SELECT orders.id,
           (SELECT CAST(total(pence) AS INTEGER) FROM payment WHERE payment.order_id = orders.id) AS paid,
           (SELECT CAST(total(pence) AS INTEGER) FROM ticket WHERE ticket.order_id = orders.id) AS tickets
    FROM orders ORDER BY orders.id
    """
