# must say: inside the brackets `id` is payment's own
def order_totals() -> str:
    return """
    SELECT orders.id,
           (SELECT coalesce(sum(pence), 0) FROM payment WHERE order_id = id) AS paid,
           (SELECT coalesce(sum(pence), 0) FROM ticket WHERE order_id = id) AS tickets
    FROM orders ORDER BY orders.id
    """
