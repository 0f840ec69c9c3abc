"""The packages that programs may import, each doing what its lessons need of it."""

import json
import re
from typing import Any

import pytest

from labs.languages import Node, ProgramError, TypeScript, programs
from labs.parts.npm import LEAST
from labs.servers import MongoDB, Postgres

SEQUELIZE = """
import { DataTypes, Sequelize } from "sequelize";
const log = [];
const db = new Sequelize(process.env.DATABASE_URL, { logging: (sql) => log.push(sql) });
const Venue = db.define("venue", { name: DataTypes.TEXT }, { timestamps: false });
const Hall = db.define("hall", { seats: DataTypes.INTEGER }, { timestamps: false });
Venue.hasMany(Hall, { foreignKey: { allowNull: false } });
await db.sync();
await Venue.create({ name: "Barn", halls: [{ seats: 40 }, { seats: 90 }] }, { include: Hall });
log.length = 0;
const found = await Venue.findAll({ include: Hall });
console.log(JSON.stringify({ statements: log.length, halls: found[0].halls.length }));
await db.close();
"""

MONGOOSE = """
import mongoose from "mongoose";
await mongoose.connect(process.env.MONGODB_URL, { dbName: "trial" });
const Review = mongoose.model("Review", new mongoose.Schema({ stars: { type: Number, max: 5 } }));
await Review.create({ stars: 4 });
const refused = await Review.create({ stars: 6 }).catch((error) => error.name);
console.log(JSON.stringify({ refused, kept: await Review.countDocuments() }));
await mongoose.disconnect();
"""

TYPEORM = """
import "reflect-metadata";
import { Column, DataSource, Entity, ManyToOne, OneToMany, PrimaryGeneratedColumn } from "typeorm";
import type { Logger } from "typeorm";

@Entity()
class Hall {
  @PrimaryGeneratedColumn() id!: number;
  @Column("integer") seats!: number;
  @ManyToOne(() => Venue, (venue) => venue.halls, { nullable: false }) venue!: Venue;
}

@Entity()
class Venue {
  @PrimaryGeneratedColumn() id!: number;
  @Column("text") name!: string;
  @OneToMany(() => Hall, (hall) => hall.venue) halls!: Hall[];
}

const log: string[] = [];
const logger: Logger = {
  logQuery: (query) => void log.push(query),
  logQueryError() {}, logQuerySlow() {}, logSchemaBuild() {}, logMigration() {}, log() {},
};
const db = new DataSource({ type: "sqljs", entities: [Venue, Hall], logging: true, logger });
await db.initialize();
const ddl = (await db.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
await db.synchronize();
const venue = await db.getRepository(Venue).save({ name: "Barn" });
await db.getRepository(Hall).save([{ seats: 40, venue }, { seats: 90, venue }]);
log.length = 0;
const [found] = await db.getRepository(Venue).find({ relations: { halls: true } });
console.log(JSON.stringify({ ddl, statements: log.length, halls: found.halls.length }));
"""


def test_sequelize_loads_a_venue_with_its_halls_in_one_statement() -> None:
    programs.write("trial.mjs", SEQUELIZE)
    with Postgres.start() as server:
        done = Node.run("trial.mjs", env={"DATABASE_URL": server.url})
    assert done.json() == {"statements": 1, "halls": 2}


def test_mongoose_refuses_what_its_schema_forbids() -> None:
    programs.write("trial.mjs", MONGOOSE)
    with MongoDB.start() as server:
        done = Node.run("trial.mjs", env={"MONGODB_URL": server.url})
    assert done.json() == {"refused": "ValidationError", "kept": 1}


def test_typeorm_tells_its_tables_and_its_statements() -> None:
    programs.write("trial.ts", TYPEORM)
    done = Node.run("trial.ts").json()
    assert any(
        'FOREIGN KEY ("venueId") REFERENCES "venue"' in statement for statement in done["ddl"]
    )
    assert (done["statements"], done["halls"]) == (1, 2)


def test_typeorm_is_told_the_types_of_columns() -> None:
    programs.write("trial.ts", TYPEORM.replace('@Column("text")', "@Column()"))
    with pytest.raises(ProgramError, match=r"Venue#name has no type. State it, as in @Column"):
        Node.run("trial.ts")


def test_typescript_imports_typescript() -> None:
    programs.write("lib.ts", "export enum Band { A = 7 }\nexport type Seat = string;")
    programs.write("trial.ts", 'import { Band, type Seat } from "./lib";\nconsole.log(Band.A);')
    assert Node.run("trial.ts").stdout == "7\n"


# --- the locks --------------------------------------------------------------------------------

FREE = {
    *("MIT", "MIT-0", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD"),
    *("BlueOak-1.0.0", "CC0-1.0"),
}
STARTS_FASTER = {"node_modules/esbuild", "node_modules/fsevents"}
"""Packages whose scripts need not run."""

each = pytest.mark.parametrize("kind", [Node, TypeScript], ids=lambda kind: kind.__name__)


def locked(kind: type[Node]) -> dict[str, Any]:
    """What the lock says of each package, by where it goes; of the list itself by an empty name."""
    lock = json.loads((kind.recipe.folder / "package-lock.json").read_text())
    return dict(lock["packages"])


@each
def test_every_package_is_pinned_and_the_lock_is_that_of_the_list(kind: type[Node]) -> None:
    listed = json.loads((kind.recipe.folder / "package.json").read_text())
    for group in ("dependencies", "devDependencies"):
        wanted = listed.get(group, {})
        assert all(re.fullmatch(r"[\d.]+", version) for version in wanted.values())
        assert locked(kind)[""].get(group, {}) == wanted
    ranges = (f"^{major}.{minor}.0" for major, minor in list(LEAST.items())[:-1])
    major, minor = list(LEAST.items())[-1]
    assert locked(kind)[""]["engines"]["node"] == " || ".join([*ranges, f">={major}.{minor}.0"])


@each
def test_the_lock_holds_hashes_and_no_addresses(kind: type[Node]) -> None:
    packages = [about for name, about in locked(kind).items() if name]
    assert [about for about in packages if "resolved" in about] == []
    assert [about for about in packages if "integrity" not in about] == []


@each
def test_every_package_is_free_to_use_and_needs_no_script(kind: type[Node]) -> None:
    packages = {name: about for name, about in locked(kind).items() if name}
    assert {name for name, about in packages.items() if about["license"] not in FREE} == set()
    scripts = {name for name, about in packages.items() if about.get("hasInstallScript")}
    assert scripts <= STARTS_FASTER
