// What follow(next, draw) does: how much it holds, whom it lets in, how it ends. Reads scenarios.
import { readFileSync } from "node:fs";
import * as answer from "./follow.mjs";
import { megabytes } from "./heap.mjs";

const scenarios = JSON.parse(readFileSync(0, "utf8"));
const unhandled = [];
process.on("unhandledRejection", (error) => unhandled.push(String(error?.message ?? error)));
const aTurn = () => new Promise((go) => setImmediate(go));

// A source of `many` changes, and a page that draws them; `changes` takes the place of numbers.
function stage({ many, changes, pause, fails, falls, measured, number }) {
  const seen = { number, events: [], drawn: 0, run: 0, longest: 0, asked: 0, right: true };
  let tick = -1;
  async function next() {
    const at = seen.asked;
    seen.asked += 1;
    if (seen.asked <= 6) seen.events.push(`next ${seen.asked}`);
    if (measured && at === 0) seen.before = megabytes();
    if (measured && at === many) seen.after = megabytes();
    if (pause && at % pause === pause - 1) await aTurn();
    if (seen.asked === fails) throw new Error(`next ${fails} fails`);
    if (at >= many) return null;
    return changes ? (changes[at] ?? undefined) : { hall: at, seats: new Array(64).fill(at) };
  }
  function draw(change) {
    const at = seen.drawn;
    seen.drawn += 1;
    if (seen.drawn <= 6) seen.events.push(`draw ${seen.drawn}`);
    const wanted = changes ? (changes[at] ?? undefined) : at;
    if ((changes ? change : change?.hall) !== wanted) seen.right = false;
    seen.run = tick === ticks ? seen.run + 1 : 1;
    tick = ticks;
    seen.longest = Math.max(seen.longest, seen.run);
    if (seen.drawn === falls) throw new Error(`draw ${falls} fails`);
  }
  return { seen, next, draw };
}

let ticks = 0; // turns that others had
let ticking = true;
for (const wait of [setImmediate, (run) => setTimeout(run, 0)]) {
  (function again() {
    ticks += 1;
    if (ticking) wait(again);
  })();
}

async function run(scenario, number) {
  const { seen, next, draw } = stage({ ...scenario, number });
  try {
    const promise = answer.follow(next, draw);
    seen.promise = typeof promise?.then === "function";
    seen.result = (await promise) ?? null;
  } catch (error) {
    if (error?.message === "not written yet") throw error;
    seen.error = error?.message ?? String(error);
  }
  seen.events.push("follow ends");
  await aTurn();
  return { ...seen, unhandled: unhandled.splice(0) };
}

const reports = [];
for (const scenario of answer.follow ? scenarios : []) {
  const runs = Array.from({ length: scenario.at_once ?? 1 }, (_, n) => run(scenario, n));
  reports.push(...(await Promise.all(runs)));
}
ticking = false;
console.log(JSON.stringify({ exports: Object.keys(answer), reports }));
