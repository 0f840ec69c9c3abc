// How many megabytes the program holds, once all that nobody can reach has been given back.
import v8 from "node:v8";
import vm from "node:vm";

v8.setFlagsFromString("--expose-gc");
const collect = vm.runInNewContext("gc");

export function megabytes() {
  collect();
  return process.memoryUsage().heapUsed / 1e6;
}
