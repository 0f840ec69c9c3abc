# must say: ✘ E3: money is counted once
def order_totals() -> str:
    query = """
    SELECT orders.id,
           (SELECT coalesce(sum(pence), 0) FROM payment WHERE payment.order_id = orders.id) AS paid,
           (SELECT coalesce(sum(pence), 0) FROM ticket WHERE ticket.order_id = orders.id) AS tickets
    FROM orders ORDER BY orders.id
    """
