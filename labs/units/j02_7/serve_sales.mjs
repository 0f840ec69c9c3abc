// Loads pages by the learner's sales.mjs, as many orders as each argument says, and reports.
import pg from "pg";
import { Model, Sequelize } from "sequelize";
import * as sales from "./sales.mjs";

const sent = []; // kept below Sequelize, whose log can be switched off
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (statement, ...more) {
  sent.push(statement.text ?? statement);
  return query.call(this, statement, ...more);
};
const said = { models: {}, pages: [] };
const loaded = new Set();

async function attempt(report, step, run) {
  try {
    return await run();
  } catch (error) {
    if (error?.message === "not written yet") throw error;
    const [place = ""] = /\bsales\.mjs:\d+/.exec(error?.stack) ?? [];
    report[step] = `${error?.name}: ${error?.message} ${place}`;
  }
}

function described(model) {
  const columns = Object.entries(model.rawAttributes);
  return {
    table: model.getTableName(),
    columns: Object.fromEntries(columns.map(([column, { type }]) => [column, type.key])),
    key: columns.filter(([, { primaryKey }]) => primaryKey).map(([column]) => column),
    spelt: columns.filter(([column, { field }]) => field && field !== column).map(([column]) => column),
    ways: Object.fromEntries(
      Object.entries(model.associations).map(([as, way]) => [
        as,
        [way.associationType, way.identifierField ?? way.foreignKey, way.target.getTableName()],
      ]),
    ),
  };
}

const db = new Sequelize(process.env.DATABASE_URL, { logging: false, pool: { max: 1 } });
await db.authenticate();
const models = await attempt(said, "defineFailed", () => sales.define(db));
for (const [name, model] of Object.entries(models ?? {})) {
  if (!(model?.prototype instanceof Model)) continue;
  said.models[name] = described(model);
  model.addHook("afterFind", (found) => [found].flat().forEach((one) => one && loaded.add(one)));
}
for (const count of models ? process.argv.slice(2).map(Number) : []) {
  sent.length = 0;
  loaded.clear();
  const page = {};
  said.pages.push(page);
  page.orders = await attempt(page, "failed", () => sales.page(models, count));
  const orders = [...loaded].filter((one) => models.Order && one instanceof models.Order);
  const parts = orders.flatMap((one) => [one.get("customer"), one.get("tickets")].flat());
  const known = new Set(orders.map((one) => one.id));
  const others = [page.orders].flat().filter((one) => !known.has(one?.id));
  page.sent = [...sent];
  page.loaded = [...known];
  page.byHand = others.length + parts.filter((one) => one && !(one instanceof Model)).length;
}
// An answer without `await` still works: it is not waited for.
process.stdout.write(JSON.stringify(said), () => process.exit());
