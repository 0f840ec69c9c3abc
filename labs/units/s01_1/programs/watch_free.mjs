// free_worker.mjs, of which each message is noted: was what it holds moved, or copied?
import { parentPort } from "node:worker_threads";

const post = parentPort.postMessage.bind(parentPort);
parentPort.postMessage = (message, ...rest) => {
  const buffer = message?.answer?.buffer ?? message?.answer;
  const bytes = buffer instanceof ArrayBuffer ? buffer.byteLength : null;
  post(message, ...rest);
  post({ watched: true, id: message?.id, bytes, left: bytes === null ? null : buffer.byteLength });
};
await import("./free_worker.mjs");
