// In place of rows.mjs: a hall of very many, long rows, which tells how many were asked for.
import { writeSync } from "node:fs";

const MOST = 4_000;
let asked = 0;
process.on("SIGUSR2", () => writeSync(1, `asked ${asked}\n`));

export function* rows(hall) {
  try {
    while (asked < MOST) {
      asked += 1;
      yield { row: asked, free: hall, plan: "#".repeat(10_000) };
    }
  } finally {
    writeSync(1, `ended after ${asked}\n`);
  }
}
