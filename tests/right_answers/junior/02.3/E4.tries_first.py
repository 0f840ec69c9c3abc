def on_delete():
    return {'customer_profile': 'CASCADE', 'review': 'SET NULL', 'orders': 'RESTRICT', 'payment': 'RESTRICT'}


def forget_customer(connection, customer_id):
    try:
        with connection:
            connection.execute("DELETE FROM customer WHERE id = ?", (customer_id,))
    except sqlite3.IntegrityError:
        with connection:
            connection.execute("DELETE FROM customer_profile WHERE customer_id = ?", (customer_id,))
            connection.execute("UPDATE review SET customer_id = NULL WHERE customer_id = ?", (customer_id,))
            sql = "UPDATE customer SET name = ?, email = ? WHERE id = ?"
            connection.execute(sql, ("forgotten", None, customer_id))
