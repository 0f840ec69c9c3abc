// The reviews, in Express, as Tom's team has them. `SUMMARY` names the program of the summary.
import express from "express";
import { notAllowed, Problem, problems } from "./problems.mjs";

const { addSummary } = await import(`./${process.env.SUMMARY}`);

class Reviews {
  #all = [];
  #last = 0;
  reads = 0;

  of(show) {
    if (!/^[123]$/.test(show)) {
      throw new Problem(404, "There is no such show.");
    }
    this.reads += 1;
    return this.#all.filter((one) => one.show === Number(show));
  }

  add(show, { stars, text }) {
    this.of(show);
    const review = { id: ++this.#last, show: Number(show), stars, text };
    this.#all.push(review);
    return review;
  }

  take(id) {
    const at = this.#all.findIndex((one) => String(one.id) === id);
    if (at < 0) {
      throw new Problem(404, "There is no such review.");
    }
    return { review: this.#all[at], remove: () => this.#all.splice(at, 1) };
  }
}

function reviewIn(request) {
  if (!request.is("application/json")) {
    throw new Problem(415, "A review is sent as application/json.");
  }
  const { stars, text } = request.body ?? {};
  const right = Number.isInteger(stars) && stars >= 1 && stars <= 5;
  const length = typeof text === "string" ? [...text].length : 0;
  if (!right || length < 1 || length > 500) {
    throw new Problem(422, "stars: a whole number from 1 to 5; text: 1 to 500 characters.");
  }
  return { stars, text };
}

const app = express();
app.set("strict routing", true);
app.use(express.json({ limit: 10_000, strict: false }));
const reviews = new Reviews();
app.use((request, response, next) => { // X-Read: how often an answer has read them
  reviews.reads = 0;
  const { writeHead } = response;
  response.writeHead = (...head) => {
    response.setHeader("X-Read", reviews.reads);
    return writeHead.apply(response, head);
  };
  next();
});

app.route("/healthz")
  .get((request, response) => response.json({ status: "ok" }))
  .all(notAllowed("GET, HEAD"));
app.route("/shows/:show/reviews")
  .get(({ params, query }, response) => {
    const found = reviews.of(params.show).filter((one) => one.stars == (query.stars ?? one.stars));
    response.json(found.toReversed());
  })
  .post((request, response) => {
    reviews.of(request.params.show);
    const review = reviews.add(request.params.show, reviewIn(request));
    response.status(201).location(`/reviews/${review.id}`).json(review);
  })
  .all(notAllowed("GET, HEAD, POST"));
app.route("/reviews/:id")
  .get((request, response) => response.json(reviews.take(request.params.id).review))
  .delete((request, response) => {
    reviews.take(request.params.id).remove();
    response.status(204).end();
  })
  .all(notAllowed("GET, HEAD, DELETE"));
addSummary(app, reviews);
app.use(() => {
  throw new Problem(404, "There is nothing here.");
});
app.use(problems);
app.listen(process.env.PORT, "127.0.0.1");
