def order_totals() -> str:
    return """
    WITH paid AS (SELECT order_id, sum(pence) AS pence FROM payment GROUP BY order_id),
         seats AS (SELECT order_id, sum(pence) AS pence FROM ticket GROUP BY order_id)
    SELECT orders.id, ifnull(paid.pence, 0), ifnull(seats.pence, 0)
    FROM orders LEFT JOIN paid ON paid.order_id = orders.id LEFT JOIN seats ON seats.order_id = orders.id
    ORDER BY 1;
    """
