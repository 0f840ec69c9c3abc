// Replies as it was told, by the number of a question: after so many, or all; or dies. The answer
// "undefined" stands for undefined, for which JSON has no word.
import { parentPort, workerData } from "node:worker_threads";

const { count, replies, dies } = workerData;
const came = [];
parentPort.on("message", (message) => {
  came.push(message);
  for (const { number, late = false, after = count, ...reply } of replies) {
    if (after !== came.length) continue;
    const { id, question } = came[number];
    const whole = "error" in reply ? reply : { answer: question, ...reply };
    if (whole.answer === "undefined") whole.answer = undefined;
    setTimeout(() => parentPort.postMessage({ id, ...whole }), late ? 100 : 0);
  }
  const die = () => { throw new RangeError("the worker is out of memory"); };
  if (dies && came.length === count) setTimeout(die, 20);
});
