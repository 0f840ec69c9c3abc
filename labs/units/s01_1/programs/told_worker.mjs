// Waits for so many questions, then replies as it was told, by their number; or dies.
import { parentPort, workerData } from "node:worker_threads";

const { count, replies, dies } = workerData;
const came = [];
parentPort.on("message", (message) => {
  came.push(message);
  if (came.length < count) return;
  for (const { number, late = false, ...reply } of replies) {
    const { id, question } = came[number];
    const whole = "error" in reply ? reply : { answer: question, ...reply };
    setTimeout(() => parentPort.postMessage({ id, ...whole }), late ? 100 : 0);
  }
  if (dies) setTimeout(() => { throw new Error("the worker is out of memory"); }, 20);
});
