// What free_worker.mjs answers, and whether it moves what it answers. Prints what came.
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";

const questions = JSON.parse(readFileSync(0, "utf8"));
const worker = new Worker(new URL("./watch_free.mjs", import.meta.url));
const came = [];
const notes = [];
const done = new Promise((resolve) => {
  worker.on("message", (message) => {
    if (message?.watched) notes.push(message);
    else came.push(message);
    if (came.length >= questions.length && notes.length >= questions.length) resolve();
  });
  worker.on("error", (error) => {
    notes.push({ died: error?.message ?? String(error), stack: String(error?.stack ?? "") });
    resolve();
  });
  worker.on("exit", () => resolve());
  setTimeout(resolve, 3_000).unref();
});
for (const [number, question] of questions.entries()) {
  worker.postMessage({ id: `q${number}`, question });
}
await done;
await new Promise((resolve) => setTimeout(resolve, 10)); // whoever says too much does it now
await worker.terminate();

const shown = (message) => {
  if (typeof message !== "object" || message === null) return { other: String(message) };
  const { answer } = message;
  const kind = answer?.constructor?.name ?? typeof answer;
  const sum = answer?.length === undefined ? null : Number(answer.reduce?.((a, b) => a + b, 0));
  return { ...message, answer: undefined, keys: Object.keys(message), kind, length: answer?.length, sum };
};
console.log(JSON.stringify({ came: came.map(shown), notes }));
