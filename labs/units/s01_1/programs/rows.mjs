// All rows of a hall: its seats are drawn first, each row is counted when it is asked for.
export { rows } from "./hall.mjs";
