// Loaded before each program: an error that nobody catches is told as one line of JSON on stderr,
// whole and in the same form from every Node and library. Node itself prints it for people.
import { writeSync } from "node:fs";

Error.stackTraceLimit = 50; // the program's own line lies below those of its libraries

process.on("uncaughtExceptionMonitor", (error) => {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  writeSync(2, `\x1e${JSON.stringify({ what, stack: String(error?.stack ?? "") })}\n`);
});

// Node puts what a full pipe does not take into its memory, and goes on: a program that prints
// without end would only grow.
for (const stream of [process.stdout, process.stderr]) stream._handle?.setBlocking?.(true);
