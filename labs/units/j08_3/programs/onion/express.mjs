// Express under 0, 1, 5 and 20 layers.
import express from "express";

function layer(request, response, next) {
  request.layers = (request.layers ?? 0) + 1;
  next();
}

const app = express();
for (const layers of [0, 1, 5, 20]) {
  app.get(`/${layers}`, ...Array(layers).fill(layer), (request, response) => {
    response.json({ layers: request.layers ?? 0 });
  });
}
app.listen(process.env.PORT, "127.0.0.1");
