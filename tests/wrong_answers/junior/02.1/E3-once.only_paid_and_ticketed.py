# must say: orders without payments or without tickets are missing
def order_totals() -> str:
    return """
    SELECT orders.id, p.pence, t.pence FROM orders
    JOIN (SELECT order_id, sum(pence) AS pence FROM payment GROUP BY order_id) AS p ON p.order_id = orders.id
    JOIN (SELECT order_id, sum(pence) AS pence FROM ticket GROUP BY order_id) AS t ON t.order_id = orders.id
    ORDER BY orders.id
    """
