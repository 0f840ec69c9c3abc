// In place of crew.mjs, which lies beside it as real_crew.mjs: tells who asks it, and who ends it.
import { writeSync } from "node:fs";
import { Crew as Real } from "./real_crew.mjs";

let crews = 0;

export class Crew extends Real {
  number = (crews += 1);

  best(hall, seats) {
    writeSync(1, `crew ${this.number} is asked\n`);
    return super.best(hall, seats);
  }

  end() {
    writeSync(1, `crew ${this.number} is ended\n`);
    return super.end();
  }
}
