// One of a crew: each question brings the port that its answer goes to.
import { parentPort } from "node:worker_threads";
import { best } from "./hall.mjs";

parentPort.on("message", ({ hall, seats, port }) => {
  port.postMessage(best(hall, seats));
  port.close();
});
