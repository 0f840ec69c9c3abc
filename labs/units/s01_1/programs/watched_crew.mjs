// In place of crew.mjs, which lies beside it as real_crew.mjs: tells who asks it, and who ends it.
// The answer for the hall that HELD names waits until the crew is asked again, or PATIENCE is over.
import { writeSync } from "node:fs";
import { Crew as Real } from "./real_crew.mjs";

const PATIENCE = 3_000;
const held = Number(process.env.HELD);
let crews = 0;
let release = () => {};

export class Crew extends Real {
  number = (crews += 1);

  async best(hall, seats) {
    writeSync(1, `crew ${this.number} is asked about ${hall}\n`);
    release();
    if (hall === held) await this.#another();
    return super.best(hall, seats);
  }

  #another() {
    return new Promise((resolve) => {
      const inVain = setTimeout(() => {
        writeSync(1, `crew ${this.number} waited in vain\n`);
        resolve();
      }, PATIENCE);
      release = () => {
        clearTimeout(inVain);
        resolve();
      };
    });
  }

  end() {
    writeSync(1, `crew ${this.number} is ended\n`);
    return super.end();
  }
}
