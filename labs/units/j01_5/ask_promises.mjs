// What mapLimit and retry do, with tasks that end when this program says so. Reads scenarios.
import { readFileSync } from "node:fs";
import * as answer from "./promises.mjs";

const { maps = [], retries = [] } = JSON.parse(readFileSync(0, "utf8"));
const made = new WeakSet(); // the errors of tasks: an answer hands on these, and no copies
function failure(text) {
  const error = new Error(text);
  made.add(error);
  return error;
}
const told = (error) => (made.has(error) ? error.message : String(error));
// As it is now, since an answer may go on filling it; JSON has no undefined.
const copied = (result) =>
  Array.isArray(result)
    ? Array.from(result, (each) => (each === undefined ? "undefined" : each))
    : (result ?? null);
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
      (result) => Object.assign(outcome, { result: copied(result) }),
      (error) => Object.assign(outcome, { error: told(error) }),
    );
  } catch (error) {
    if (error?.message === "not written yet") throw error;
    outcome.threw = told(error);
  }
  return outcome;
}

async function until(ready) {
  for (let tries = 0; tries < 60 && !ready(); tries += 1) await pause(2);
  await pause(1); // whoever does too much does it now
}

// `ends`: which tasks end, in this order, by the number in which they began, and whether well;
// `begun`: how many ought to have begun at first, and after each of these;
// `beside`: whether another call begins when the first task has ended.
async function map({ items, limit, ends, begun, beside }) {
  const given = [...items];
  const tasks = [];
  const begin = (item) =>
    new Promise((resolve, reject) => tasks.push({ item, resolve, reject }));
  const outcome = watched(() => answer.mapLimit(given, limit, begin));
  await until(() => tasks.length >= begun[0]);
  const seen = [tasks.length];
  let ended = 0; // tasks, before the whole was fulfilled
  for (const [step, [number, well]] of ends.entries()) {
    if (!("result" in outcome)) ended = step + 1;
    const task = tasks[number];
    if (!task) break;
    if (well) task.resolve(number < 2 ? [0, undefined][number] : `${task.item}, ${number}`);
    else task.reject(failure(`hall ${task.item} is shut`));
    await until(() => tasks.length >= begun[step + 1]);
    seen.push(tasks.length);
    if (beside && step === 0) watched(() => answer.mapLimit([100], 1, () => new Promise(() => {})));
  }
  await until(() => "result" in outcome || "error" in outcome);
  const items_begun = tasks.map(({ item }) => item);
  const kept = { left: given, items: items_begun, unhandled: unhandled.splice(0) };
  return { ...outcome, seen, ended, ...kept };
}

// `ends`: the error of each attempt, or null where it goes well; equal texts are the same error.
async function retry({ ends, times, beside }) {
  const seen = { calls: 0, now: 0, peak: 0 };
  const errors = {};
  const task = async () => {
    const error = ends[seen.calls];
    seen.calls += 1;
    seen.now += 1;
    seen.peak = Math.max(seen.peak, seen.now);
    await pause(1);
    seen.now -= 1;
    if (error) throw (errors[error] ??= failure(error));
    return 0;
  };
  const outcome = watched(() => answer.retry(task, times));
  if (beside) watched(() => answer.retry(() => Promise.reject(failure("another")), times));
  await until(() => seen.now === 0 && ("result" in outcome || "error" in outcome));
  return { ...outcome, ...seen, unhandled: unhandled.splice(0) };
}

const said = { exports: Object.keys(answer), maps: [], retries: [] };
if (answer.mapLimit) for (const each of maps) said.maps.push(await map(each));
if (answer.retry) for (const each of retries) said.retries.push(await retry(each));
console.log(JSON.stringify(said));
