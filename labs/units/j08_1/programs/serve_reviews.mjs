import { makeApp } from "./reviews.mjs";
import { Store } from "./store.mjs";

makeApp(new Store()).listen(process.env.PORT, "127.0.0.1");
