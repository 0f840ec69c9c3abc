// What is refused, as application/problem+json.
export class Problem extends Error {
  constructor(status, title, headers = {}) {
    super(title);
    Object.assign(this, { status, headers });
  }
}

export function notAllowed(methods) {
  return () => {
    throw new Problem(405, "This method is not taken here.", { Allow: methods });
  };
}

export function problems(error, request, response, next) {
  const status = error.status ?? 500;
  if (status >= 500) {
    console.error(error.stack.split("\n").slice(0, 2).reverse().join("\n"));
  }
  const title = status < 500 ? error.message : "Something went wrong here.";
  response.set(error.headers ?? {}).status(status).type("application/problem+json");
  response.send(JSON.stringify({ status, title }));
}
