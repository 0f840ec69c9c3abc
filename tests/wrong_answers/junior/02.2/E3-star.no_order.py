# must say: right by luck: without ORDER BY
def seats_of() -> str:
    return """SELECT t.performance_id, t.seat FROM orders o JOIN ticket t ON t.order_id = o.id
              WHERE o.customer_id = :customer ORDER BY t.performance_id, t.seat"""


def placed_on() -> str:
    return """SELECT id, customer_id FROM orders
              WHERE placed >= :day AND placed < date(:day, '+1 day') ORDER BY id"""


def payments_of() -> str:
    return """SELECT id, pence FROM payment WHERE order_id = :order"""


def next_page() -> str:
    return """SELECT performance_id, seat, pence FROM ticket
              WHERE (performance_id, seat) > (:performance, :seat)
              ORDER BY performance_id, seat LIMIT 20"""
