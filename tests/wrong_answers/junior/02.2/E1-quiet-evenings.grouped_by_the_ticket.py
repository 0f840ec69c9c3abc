# must say: t.performance_id is NULL for all of them. Group by p.id.
# cell: E1-answer-groups
def box_office() -> str:
    return """SELECT s.title, count(*), sum(t.pence) FROM show s
              JOIN performance p ON p.show_id = s.id JOIN ticket t ON t.performance_id = p.id
              GROUP BY s.id ORDER BY sum(t.pence) DESC"""


def regulars() -> str:
    return """SELECT c.name, count(*) FROM customer c JOIN orders o ON o.customer_id = c.id
              GROUP BY c.id HAVING count(*) >= 8 ORDER BY count(*) DESC, c.id"""


def quiet_evenings() -> str:
    return """SELECT p.id, p.starts, count(t.seat) FROM performance p LEFT JOIN ticket t ON t.performance_id = p.id GROUP BY t.performance_id ORDER BY 3, p.id LIMIT 10"""
