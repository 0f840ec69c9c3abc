// What asking.mjs makes of a worker, which answers as this program tells it. Prints outcomes.
import { Worker } from "node:worker_threads";
import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as answer from "./asking.mjs";

const cases = JSON.parse(readFileSync(0, "utf8"));
const told = (error) => (error instanceof Error ? error.message : String(error));
const PATIENCE = 150;
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
const pause = (ms) => new Promise((resolve) => setTimeout(() => resolve(), ms));
const unhandled = [];
process.on("unhandledRejection", (error) => unhandled.push(told(error)));

// What was given, without keeping it; `alive` knows the objects that somebody else still keeps.
function noted(value, alive) {
  if (value === undefined) return "undefined";
  if (typeof value !== "object" || value === null) return value;
  alive.push(new WeakRef(value));
  return JSON.parse(JSON.stringify(value));
}

// A promise's outcome, kept in an object that fills up.
function watched(call, alive) {
  const outcome = {};
  try {
    const promise = call();
    outcome.promise = typeof promise?.then === "function";
    if (!outcome.promise) return outcome;
    promise.then(
      (value) => Object.assign(outcome, { gave: noted(value, alive) }),
      (error) => Object.assign(outcome, {
        error: told(error), isError: error instanceof Error, name: error?.name ?? typeof error,
      }),
    );
  } catch (error) {
    if (error?.message === "not written yet") throw error;
    outcome.threw = told(error);
  }
  return outcome;
}

// `asked`: questions of each of the workers, the last `later` of them when it has answered one;
// `replies`: what each worker does when it has been asked.
async function run({ asked, replies, dies, later }) {
  const workers = asked.map(
    (questions, n) =>
      new Worker(new URL("./told_worker.mjs", import.meta.url), {
        workerData: { count: questions.length, replies: replies[n], dies: Boolean(dies[n]) },
      }),
  );
  const asks = workers.map((worker) => answer.asking(worker));
  if (asks.some((ask) => typeof ask !== "function")) {
    await Promise.all(workers.map((worker) => worker.terminate()));
    return { kind: typeof asks[0] };
  }
  const settled = (each) => "gave" in each || "error" in each || "threw" in each || !each.promise;
  const until = async (isSo) => {
    for (let tries = 0; tries < PATIENCE && !isSo(); tries += 1) await pause(5);
  };
  const outcomes = asked.map(() => []);
  const alive = [];
  const ask = (n, question) => outcomes[n].push(watched(() => asks[n](question), alive));
  asked.forEach((all, n) => all.slice(0, all.length - later).forEach((each) => ask(n, each)));
  if (later) {
    await until(() => outcomes.every((all) => all.some(settled)));
    asked.forEach((all, n) => all.slice(-later).forEach((each) => ask(n, each)));
  }
  await until(() => outcomes.flat().every(settled));
  await pause(5);
  const kept = () => alive.filter((each) => each.deref()).length;
  for (let tries = 0; tries < 10 && kept(); tries += 1) {
    await pause(1);
    collect();
  }
  await pause(1);
  const listeners = workers.flatMap((worker) =>
    worker.eventNames().map((event) => [String(event), worker.listenerCount(event)]));
  await Promise.all(workers.map((worker) => worker.terminate()));
  return { kind: "function", outcomes, listeners, kept: kept(), unhandled: unhandled.splice(0) };
}

const said = [];
if (answer.asking) for (const each of cases) said.push(await run(each));
console.log(JSON.stringify({ exports: Object.keys(answer), said }));
