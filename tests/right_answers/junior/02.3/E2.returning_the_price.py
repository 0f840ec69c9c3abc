def sell(connection, seat_id, customer_id):
    with connection:
        row = connection.execute("UPDATE seat SET status = 'sold' WHERE id = ? AND status = 'free' RETURNING pence", (seat_id,)).fetchone()
        if row is None:
            return None
        order_id = connection.execute("INSERT INTO orders (customer_id) VALUES (?)", (customer_id,)).lastrowid
        connection.execute("UPDATE seat SET order_id = ? WHERE id = ?", (order_id, seat_id))
        connection.execute("INSERT INTO payment (order_id, pence) VALUES (?, ?)", (order_id, row[0]))
    return order_id
