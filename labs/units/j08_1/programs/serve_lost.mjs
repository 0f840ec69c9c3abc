import { lostProperty } from "./lost.mjs";

const { problems } = await import(`./${process.argv[2]}`);
const shelf = {
  async find(id) {
    if (id === "13") throw new Error("connect ECONNREFUSED 10.0.0.7:5432 as box_office");
    return id === "7" ? { id: 7, what: "an umbrella" } : undefined;
  },
  async add(thing) {
    return { id: 8, what: thing.what };
  },
};
lostProperty(shelf, problems).listen(process.env.PORT, "127.0.0.1");
