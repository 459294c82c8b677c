// Put into pages before what checks something in them.

// Rejects if `promise` takes too long, or anything in the page throws: what throws in a client would
// otherwise be waited for in vain.
function within(seconds, promise) {
  return Promise.race([
    promise,
    new Promise((_, reject) => {
      setTimeout(() => reject(new Error(`not done after ${seconds} seconds: ${doing}`)), seconds * 1000);
      window.addEventListener("error", (event) => reject(new Error(`${event.message}: ${doing}`)));
    }),
  ]);
}

// What is being checked now.
let doing = "";

function check(is, expected, what) {
  if (is !== expected) {
    const short = (text) => JSON.stringify(String(text).slice(0, 80));
    throw new Error(`${what}: expected ${short(expected)}, got ${short(is)}`);
  }
}
