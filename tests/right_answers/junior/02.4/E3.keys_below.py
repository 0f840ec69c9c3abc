# cell: E3-tables-answer
def mariadb_tables() -> str:
    return """
    CREATE TABLE `show` (
        `id` INT NOT NULL AUTO_INCREMENT, `title` VARCHAR(60) NOT NULL,
        PRIMARY KEY (`id`), UNIQUE KEY `one_title` (`title`)
    ) ENGINE = InnoDB;
    CREATE TABLE `performance` (
        `id` INT NOT NULL AUTO_INCREMENT, `show_id` INT NOT NULL, `evening` DATE NOT NULL,
        PRIMARY KEY (`id`), CONSTRAINT `its_show` FOREIGN KEY (`show_id`) REFERENCES `show` (`id`)
    ) ENGINE = InnoDB;
    CREATE TABLE `sale` (
        `performance_id` INT NOT NULL, `seat` INT NOT NULL, `pence` INT NOT NULL,
        CHECK (`seat` >= 1), CHECK (`pence` >= 1), PRIMARY KEY (`performance_id`, `seat`),
        FOREIGN KEY (`performance_id`) REFERENCES `performance` (`id`)
    ) ENGINE = InnoDB;
    """
