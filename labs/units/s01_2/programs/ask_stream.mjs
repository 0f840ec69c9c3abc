// What places and answers of stream.mjs do, with calls that end when this program says so.
// Reads scenarios, and prints a report of each.
import { readFileSync } from "node:fs";
import * as answer from "./stream.mjs";

const { places = [], rushes = [], readings = [] } = JSON.parse(readFileSync(0, "utf8"));
const PATIENCE = 1_500; // ms until something is taken to wait for ever
const told = (error) => (error instanceof Error ? error.message : String(error));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const turn = () => new Promise((resolve) => setImmediate(resolve));
const timers = () => process.getActiveResourcesInfo().filter((each) => each === "Timeout").length;
const unhandled = [];
process.on("unhandledRejection", (error) => unhandled.push(told(error)));

function rethrowStub(error) {
  if (error?.message === "not written yet") throw error;
  return error;
}

async function until(ready) {
  for (let tries = 0; tries < 60 && !ready(); tries += 1) await pause(1);
  await turn(); // whoever does too much does it now
}

// `ends`: which tasks end, by their numbers, and whether well; `begun`: how many ought to have
// begun at first, and after each of these. `newcomer`: as this task ends, the last one comes,
// before whoever is next can go on.
async function inPlaces({ limit, tasks, ends, begun, newcomer }) {
  const within = answer.places(limit);
  if (typeof within !== "function") return { within: typeof within };
  const started = [];
  const settle = [];
  const outcomes = [];
  function come(number) {
    const task = () => {
      started.push(number);
      const running = new Promise((resolve, reject) => (settle[number] = { resolve, reject }));
      settle[number].running = running;
      return running;
    };
    const promise = within(task);
    if (typeof promise?.then !== "function") return false;
    promise.then(
      (result) => (outcomes[number] = { result: result ?? null }),
      (error) => (outcomes[number] = { error: told(rethrowStub(error)) }),
    );
    return true;
  }
  const atOnce = newcomer === undefined ? tasks : tasks - 1;
  for (let number = 0; number < atOnce; number += 1)
    if (!come(number)) return { within: "function", promise: false };
  await until(() => started.length >= begun[0]);
  const seen = [started.length];
  for (const [step, [number, well]] of ends.entries()) {
    if (!settle[number]) break;
    if (number === newcomer) settle[number].running.then(() => come(tasks - 1));
    if (well) settle[number].resolve(number === 1 ? 0 : `task ${number}`);
    else settle[number].reject(new Error(`task ${number} fails`));
    await until(() => started.length >= begun[step + 1] && outcomes[number]);
    seen.push(started.length);
  }
  return { within: "function", promise: true, seen, started, outcomes };
}

// Tasks of a few microtasks each arrive one by one, whatever else is going on.
async function rush({ limit, tasks }) {
  const within = answer.places(limit);
  const seen = { now: 0, peak: 0, ended: 0 };
  const task = async (turns) => {
    seen.now += 1;
    seen.peak = Math.max(seen.peak, seen.now);
    for (let left = turns; left > 0; left -= 1) await null;
    seen.now -= 1;
    seen.ended += 1;
  };
  for (let number = 0; number < tasks; number += 1) {
    within(() => task(1 + (number % 5)));
    for (let wait = number % 3; wait > 0; wait -= 1) await null;
  }
  await until(() => seen.ended === tasks);
  return seen;
}

// Halls that do as `plan` says: a number is given at once; { after, seats } when another hall has
// been asked, too; { after, fails } then fails; "never" does nothing.
function upstream(plan, atCall) {
  const seen = { begun: [], now: 0, peak: 0, signals: true };
  async function soon(does) {
    for (let tries = 0; does.after && !seen.begun.includes(does.after); tries += 1) {
      if (tries > 300) return (seen.heldUp = true);
      await pause(1);
    }
    for (let turns = 3; turns > 0; turns -= 1) await turn();
  }
  function ask(hall, signal) {
    if (signal?.aborted) return Promise.reject(signal.reason);
    seen.signals &&= signal instanceof AbortSignal;
    seen.begun.push(hall);
    seen.now += 1;
    seen.peak = Math.max(seen.peak, seen.now);
    return new Promise((resolve, reject) => {
      const held = setTimeout(() => {}, 60_000); // what a call holds until it ends
      let isOver = false;
      const end = (settle, value) => {
        if (isOver) return;
        isOver = true;
        clearTimeout(held);
        seen.now -= 1;
        settle(value);
      };
      const hangUp = async () => {
        await turn();
        await turn();
        end(reject, signal.reason);
      };
      signal?.addEventListener("abort", hangUp, { once: true });
      const does = plan[hall];
      if (does !== "never")
        soon(does).then(() =>
          does.fails ? end(reject, new Error(`hall ${hall} has left`)) : end(resolve, does.seats ?? does),
        );
      atCall(hall);
    });
  }
  return { seen, ask };
}

async function read({ halls, limit, plan, leaves, throws, aborts, aborted }, controller) {
  if (aborted) controller.abort();
  const { seen, ask } = upstream(plan, (hall) => {
    if (hall === aborts) setImmediate(() => controller.abort());
  });
  const came = { got: [] };
  const over = (how) => Object.assign(came, how, { open: seen.now, asked: seen.begun.length });
  async function reading() {
    for await (const pair of answer.answers(halls, limit, ask, controller.signal)) {
      came.got.push(pair);
      if (came.got.length === leaves) break;
      if (came.got.length === throws) throw new Error("the reader has failed");
    }
  }
  let patience;
  const tooLong = new Promise((resolve) => (patience = setTimeout(resolve, PATIENCE)));
  const ended = reading().then(
    () => over({ how: "ended" }),
    (error) => over({ how: "threw", error: error?.name === "AbortError" ? "AbortError" : told(rethrowStub(error)) }),
  );
  await Promise.race([ended, tooLong]);
  clearTimeout(patience);
  if (!came.how) over({ how: "hung" });
  await turn();
  return { came, seen };
}

async function readAll(scenarios) {
  const controller = new AbortController();
  const before = timers();
  const read_ = await Promise.all(scenarios.map((each) => read(each, controller)));
  await pause(3);
  const left = timers() - before;
  return read_.map(({ came, seen }) => ({
    ...came,
    ...seen,
    later: seen.begun.length - came.asked,
    timers: left,
    unhandled: [...unhandled],
  }));
}

const said = { exports: Object.keys(answer), places: [], rushes: [], readings: [] };
if (answer.places) {
  for (const each of places) said.places.push(await inPlaces(each));
  for (const each of rushes) said.rushes.push(await rush(each));
}
if (answer.answers) {
  for (const each of readings) {
    said.readings.push(await readAll(each));
    if (said.readings.at(-1).some(({ how }) => how === "hung")) break;
  }
}
console.log(JSON.stringify({ ...said, unhandled }));
process.exit(0);
