def sell(connection, seat_id, customer_id):
    connection.execute("BEGIN IMMEDIATE")
    try:
        order_id = connection.execute("INSERT INTO orders (customer_id) VALUES (?)", (customer_id,)).lastrowid
        taken = connection.execute(
            "UPDATE seat SET status = 'sold', order_id = ? WHERE id = ? AND status = 'free'", (order_id, seat_id)
        )
        if taken.rowcount != 1:
            connection.rollback()
            return None
        connection.execute("INSERT INTO payment (order_id, pence) SELECT order_id, pence FROM seat WHERE id = ?", (seat_id,))
        connection.commit()
        return order_id
    except Exception:
        connection.rollback()
        raise
