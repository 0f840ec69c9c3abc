# must say: the price was read before the seat was yours
def sell(connection, seat_id, customer_id):
    row = connection.execute("SELECT pence FROM seat WHERE id = ?", (seat_id,)).fetchone()
    if row is None:
        return None
    with connection:
        taken = connection.execute("UPDATE seat SET status = 'sold' WHERE id = ? AND status = 'free'", (seat_id,)).rowcount
        if taken == 0:
            return None
        order_id = connection.execute("INSERT INTO orders (customer_id) VALUES (?)", (customer_id,)).lastrowid
        connection.execute("UPDATE seat SET order_id = ? WHERE id = ?", (order_id, seat_id))
        connection.execute("INSERT INTO payment (order_id, pence) VALUES (?, ?)", (order_id, row[0]))
        return order_id
