# must say: between the look and the UPDATE the other window has sold
def sell(connection, seat_id, customer_id):
    with connection:
        status, pence = toms_look(connection, seat_id)
        if status != "free":
            return None
        order_id = connection.execute("INSERT INTO orders (customer_id) VALUES (?)", (customer_id,)).lastrowid
        connection.execute("UPDATE seat SET status = 'sold', order_id = ? WHERE id = ?", (order_id, seat_id))
        connection.execute("INSERT INTO payment (order_id, pence) SELECT order_id, pence FROM seat WHERE id = ?", (seat_id,))
        return order_id
