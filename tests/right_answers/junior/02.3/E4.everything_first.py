def on_delete():
    return {'customer_profile': 'cascade', 'review': 'set null', 'orders': 'restrict', 'payment': 'restrict'}


def forget_customer(connection, customer_id):
    with connection:
        for sql in (
            "DELETE FROM customer_profile WHERE customer_id = :id",
            "UPDATE review SET customer_id = NULL WHERE customer_id = :id",
            "UPDATE customer SET name = 'forgotten', email = NULL WHERE id = :id",
            "DELETE FROM customer WHERE id = :id AND id NOT IN (SELECT customer_id FROM orders)",
        ):
            connection.execute(sql, {"id": customer_id})
