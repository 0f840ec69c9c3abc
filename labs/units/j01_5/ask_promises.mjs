// What mapLimit and retry do, with tasks that end when this program says so. Reads scenarios.
import { readFileSync } from "node:fs";
import * as answer from "./promises.mjs";

const { maps = [], retries = [] } = JSON.parse(readFileSync(0, "utf8"));
const told = (error) => (error instanceof Error ? error.message : String(error));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const unhandled = [];
process.on("unhandledRejection", (error) => unhandled.push(told(error)));

// What comes of a call that ought to give a promise; kept in an object that fills up.
function watched(call) {
  const outcome = {};
  try {
    const promise = call();
    outcome.promise = typeof promise?.then === "function";
    if (!outcome.promise) return outcome;
    promise.then(
      // as it is now: an answer may go on filling it
      (result) => Object.assign(outcome, { result: structuredClone(result ?? null) }),
      (error) => Object.assign(outcome, { error: told(error) }),
    );
  } catch (error) {
    if (error?.message === "not written yet") throw error;
    outcome.threw = told(error);
  }
  return outcome;
}

async function until(ready) {
  for (let tries = 0; tries < 30 && !ready(); tries += 1) await pause(2);
  await pause(1); // whoever does too much does it now
}

// `ends`: which tasks end, in this order, by the number in which they began, and whether well;
// `begun`: how many ought to have begun at first, and after each of these.
async function map({ items, limit, ends, begun }) {
  const tasks = [];
  const begin = (item) =>
    new Promise((resolve, reject) => tasks.push({ item, resolve, reject }));
  const outcome = watched(() => answer.mapLimit(items, limit, begin));
  await until(() => tasks.length >= begun[0]);
  const seen = [tasks.length];
  let ended = 0; // tasks, before the whole was fulfilled
  for (const [step, [number, well]] of ends.entries()) {
    if (!("result" in outcome)) ended = step + 1;
    const task = tasks[number];
    if (!task) break;
    if (well) task.resolve(number === 0 ? 0 : `${task.item}, ${number}`);
    else task.reject(new Error(`hall ${task.item} is shut`));
    await until(() => tasks.length >= begun[step + 1]);
    seen.push(tasks.length);
  }
  await until(() => "result" in outcome || "error" in outcome);
  const items_begun = tasks.map(({ item }) => item);
  return { ...outcome, seen, ended, items: items_begun, unhandled: unhandled.splice(0) };
}

// `ends`: the error of each attempt, or null where it goes well.
async function retry({ ends, times }) {
  const seen = { calls: 0, now: 0, peak: 0 };
  const task = async () => {
    const error = ends[seen.calls];
    seen.calls += 1;
    seen.now += 1;
    seen.peak = Math.max(seen.peak, seen.now);
    await pause(1);
    seen.now -= 1;
    if (error) throw new Error(error);
    return 0;
  };
  const outcome = watched(() => answer.retry(task, times));
  await until(() => seen.now === 0 && ("result" in outcome || "error" in outcome));
  return { ...outcome, ...seen, unhandled: unhandled.splice(0) };
}

const said = { exports: Object.keys(answer), maps: [], retries: [] };
if (answer.mapLimit) for (const each of maps) said.maps.push(await map(each));
if (answer.retry) for (const each of retries) said.retries.push(await retry(each));
console.log(JSON.stringify(said));
