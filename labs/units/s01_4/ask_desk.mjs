// What desk(ask, read, write) does, where halls and register answer when this program says so.
import { readFileSync } from "node:fs";
import * as answer from "./desk.mjs";

const scenarios = JSON.parse(readFileSync(0, "utf8"));
const unhandled = [];
process.on("unhandledRejection", (error) => unhandled.push(String(error?.message ?? error)));

async function quiet() {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((go) => setImmediate(go));
}

// `sales`: the halls of each; `says`: which questions are answered, one after another, such as
// "ask 3" or "read"; with " fails" behind it by an error. Each answers the oldest that is open.
async function run({ sales, says, desks = 1 }) {
  const events = [];
  const open = [];
  let sold = 0;
  function question(name, whenAnswered) {
    events.push(name);
    return new Promise((resolve, reject) => {
      open.push({ name, resolve: () => resolve(whenAnswered()), reject });
    });
  }
  const ask = (hall) => question(`ask ${hall}`, () => hall * 10);
  const read = () => question("read", () => sold);
  const write = (number) => question(`write ${number}`, () => void (sold = number));
  const ends = sales.map(() => ({}));
  const tables = Array.from({ length: desks }, () => answer.desk(ask, read, write));
  const given = sales.map((halls) => [...halls]);
  given.forEach((halls, n) => {
    try {
      const promise = tables[n % desks].sell(halls);
      promise.then(
        (result) => Object.assign(ends[n], { result: result ?? null }),
        (error) => Object.assign(ends[n], { error: error?.message ?? String(error) }),
      );
    } catch (error) {
      if (error?.message === "not written yet") throw error;
      ends[n].error = `no promise: ${error?.message ?? error}`;
    }
  });
  await quiet();
  const first = [...events];
  const missing = [];
  for (const word of says) {
    const [, name, fails] = /^(.*?)( fails)?$/.exec(word);
    const at = open.findIndex((each) => each.name === name || each.name.startsWith(`${name} `));
    if (at < 0) {
      missing.push(name);
      continue;
    }
    const [each] = open.splice(at, 1);
    events.push(word.startsWith("write") ? `${each.name} is done` : `${word} is answered`);
    if (fails) each.reject(new Error(`${name} fails`));
    else each.resolve();
    await quiet();
  }
  return { events, first, missing, ends, sold, unhandled: unhandled.splice(0) };
}

const reports = [];
for (const scenario of answer.desk ? scenarios : []) reports.push(await run(scenario));
console.log(JSON.stringify({ exports: Object.keys(answer), reports }));
