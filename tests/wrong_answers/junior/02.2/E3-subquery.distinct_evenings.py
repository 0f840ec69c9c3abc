# must say: 1 column (performance_id), where 2 are asked for
def seats_of():
    return """SELECT DISTINCT t.performance_id FROM orders o JOIN ticket t ON t.order_id = o.id WHERE o.customer_id = :customer ORDER BY t.performance_id"""


def placed_on() -> str:
    return """SELECT id, customer_id FROM orders
              WHERE placed >= :day AND placed < date(:day, '+1 day') ORDER BY id"""


def payments_of() -> str:
    return "SELECT id, pence FROM payment WHERE order_id = :order ORDER BY id"


def next_page() -> str:
    return """SELECT performance_id, seat, pence FROM ticket
              WHERE (performance_id, seat) > (:performance, :seat)
              ORDER BY performance_id, seat LIMIT 20"""
