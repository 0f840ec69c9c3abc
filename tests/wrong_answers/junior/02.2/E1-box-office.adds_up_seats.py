# must say: the numbers of the seats are added up: count rows.
# cell: E1-answer-groups
def box_office() -> str:
    return """SELECT s.title, sum(t.seat), sum(t.pence) FROM show s JOIN performance p ON p.show_id = s.id JOIN ticket t ON t.performance_id = p.id GROUP BY s.id ORDER BY 3 DESC"""


def regulars() -> str:
    return """SELECT c.name, count(*) FROM customer c JOIN orders o ON o.customer_id = c.id
              GROUP BY c.id HAVING count(*) >= 8 ORDER BY count(*) DESC, c.id"""


def quiet_evenings() -> str:
    return """SELECT p.id, p.starts, count(t.seat) FROM performance p
              LEFT JOIN ticket t ON t.performance_id = p.id
              GROUP BY p.id ORDER BY count(t.seat), p.id LIMIT 10"""
