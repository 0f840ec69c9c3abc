# must say: these are the sums of all orders
def order_totals() -> str:
    return """
    SELECT orders.id,
           (SELECT coalesce(sum(pence), 0) FROM payment) AS paid,
           (SELECT coalesce(sum(pence), 0) FROM ticket) AS tickets
    FROM orders ORDER BY orders.id
    """
