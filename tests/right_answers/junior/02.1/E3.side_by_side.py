def order_totals() -> str:
    return (
        "SELECT id, sum(paid) AS paid, sum(worth) AS worth FROM ("
        " SELECT id, 0 AS paid, 0 AS worth FROM orders"
        " UNION ALL SELECT order_id, pence, 0 FROM payment"
        " UNION ALL SELECT order_id, 0, pence FROM ticket"
        ") GROUP BY id ORDER BY id"
    )
