// All rows of a hall, each computed when it is asked for.
export { rows } from "./hall.mjs";
