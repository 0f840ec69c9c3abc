// A crew of workers: best(hall, seats) gives a promise, end() ends them all.
import { once } from "node:events";
import { MessageChannel, Worker } from "node:worker_threads";

export class Crew {
  constructor(size) {
    const file = new URL("./crew_worker.mjs", import.meta.url);
    this.workers = Array.from({ length: size }, () => new Worker(file));
    this.turn = 0;
  }

  async best(hall, seats) {
    this.turn = (this.turn + 1) % this.workers.length;
    const { port1, port2 } = new MessageChannel();
    this.workers[this.turn].postMessage({ hall, seats, port: port2 }, [port2]);
    const [found] = await once(port1, "message");
    port1.close();
    return found;
  }

  end() {
    return Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}
