import { notAllowed } from "./problems.mjs";

export function addSummary(app, reviews) {
  app
    .route("/shows/:show/summary")
    .get((request, response) => {
      const list = reviews.of(request.params.show);
      const sum = list.reduce((before, review) => before + review.stars, 0);
      const fives = list.filter((review) => review.stars === 5).length;
      response.json({ mean: Math.round((10 * sum) / list.length) / 10, fives });
    })
    .all(notAllowed("GET, HEAD"));
}
