# must say: ✘ E3: money is counted once
def order_totals() -> str:
    return """
    SELECT orders.id,
           (SELECT count(*) FROM payment WHERE payment.order_id = orders.id) AS paid,
           (SELECT count(*) FROM ticket WHERE ticket.order_id = orders.id) AS tickets
    FROM orders ORDER BY orders.id
    """
