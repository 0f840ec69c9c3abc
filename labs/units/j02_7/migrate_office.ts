// Makes tables of the learner's office.ts by a migration, fills them, loads pages, and reports.
import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { DataSource } from "typeorm";
import * as office from "./office.ts";

// To optimise sql.js, which is WebAssembly, costs more than the rest of a life this short.
setFlagsFromString("--liftoff-only");

let sql: any;
class MakeTables1700000000000 {
  async up(runner) {
    for (const { query, parameters } of sql.upQueries) await runner.query(query, parameters);
  }
  async down() {}
}

const { orders, tickets, counts } = JSON.parse(readFileSync(0, "utf8"));
const said: any = {
  missing: ["Order", "Ticket", "page"].filter((name) => typeof office[name] !== "function"),
  pages: [],
};
const entities = [office.Order, office.Ticket];
const db = new DataSource({ type: "sqljs", entities, migrations: [MakeTables1700000000000] });

async function attempt(step: string, run: () => unknown, report = said) {
  if (said.missing.length || said.failed) return;
  try {
    return await run();
  } catch (error) {
    const [place = ""] = /\boffice\.ts:\d+/.exec(error?.stack) ?? [];
    Object.assign(report, { step, failed: `${error?.name}: ${error?.message} ${place}` });
  }
}

await attempt("migration", async () => {
  await db.initialize();
  sql = await db.driver.createSchemaBuilder().log();
  said.up = sql.upQueries.map(({ query }) => query);
  await db.runMigrations();
});
await attempt("rows", async () => {
  await db.query(
    "INSERT INTO orders (id, placed) SELECT value ->> 0, value ->> 1 FROM json_each(?)",
    [JSON.stringify(orders)],
  );
  await db.query(
    `INSERT INTO ticket (performance_id, seat, pence, order_id)
     SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?)`,
    [JSON.stringify(tickets)],
  );
  await db.query("PRAGMA reverse_unordered_selects = ON"); // no ORDER BY, no order
});
const sent: string[] = [];
const loaded = new Set<any>();
await attempt("listening", () => {
  const sqlite = (db.driver as any).databaseConnection; // below TypeORM, whose log can be replaced
  for (const name of ["prepare", "exec"]) {
    const plain = sqlite[name].bind(sqlite);
    sqlite[name] = (text, ...more) => (sent.push(text), plain(text, ...more));
  }
  db.subscribers.push({ afterLoad: (entity) => void loaded.add(entity) });
});
for (const count of counts) {
  const page: any = {};
  said.pages.push(page);
  sent.length = 0;
  loaded.clear();
  await attempt("page", async () => (page.orders = await office.page(db, count)), page);
  const parts = [page.orders].flat().flatMap((one) => [one, one?.tickets].flat());
  const objects = parts.filter((one) => one && typeof one === "object" && !(one instanceof Promise));
  page.sent = [...sent];
  page.loaded = keys(office.Order, (one) => one.id);
  page.tickets = keys(office.Ticket, (one) => `${one.performance_id} ${one.seat}`).length;
  page.byHand = objects.filter((one) => !loaded.has(one)).length;
}
// An answer without `await` still works: it is not waited for.
process.stdout.write(JSON.stringify(said), () => process.exit());

function keys(kind: any, key: (one: any) => unknown): unknown[] {
  const those = [...loaded].filter((one) => typeof kind === "function" && one instanceof kind);
  return [...new Set(those.map(key))];
}
