# must say: MariaDB says AUTO_INCREMENT.
# cell: E3-tables-answer
def mariadb_tables():
    return """
    CREATE TABLE `show` (
        id     INTEGER AUTOINCREMENT PRIMARY KEY,
        title  VARCHAR(60) NOT NULL UNIQUE
    );
    CREATE TABLE performance (
        id       INTEGER AUTOINCREMENT PRIMARY KEY,
        show_id  INTEGER NOT NULL REFERENCES `show` (id),
        evening  DATE NOT NULL
    );
    CREATE TABLE sale (
        performance_id  INTEGER NOT NULL REFERENCES performance (id),
        seat            INTEGER NOT NULL CHECK (seat > 0),
        pence           INTEGER NOT NULL CHECK (pence > 0),
        PRIMARY KEY (performance_id, seat)
    );
    """
