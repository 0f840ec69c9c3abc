// Replies as it was told, by the number of a question: after so many, or all; or dies.
import { parentPort, workerData } from "node:worker_threads";

const { count, replies, dies } = workerData;
const came = [];
parentPort.on("message", (message) => {
  came.push(message);
  for (const { number, late = false, after = count, ...reply } of replies) {
    if (after !== came.length) continue;
    const { id, question } = came[number];
    const whole = "error" in reply ? reply : { answer: question, ...reply };
    setTimeout(() => parentPort.postMessage({ id, ...whole }), late ? 100 : 0);
  }
  if (dies && came.length === count) setTimeout(() => { throw new Error("the worker is out of memory"); }, 20);
});
