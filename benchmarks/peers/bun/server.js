// The Bun peer: /ws/echo answers each message with itself, /ws/broadcast gives each message to
// every connection there. Bun's server is uWebSockets.
//
//   bun server.js PORT [--deflate]
const port = Number(process.argv[2]);
const deflate = process.argv.includes("--deflate");

const server = Bun.serve({
  hostname: "127.0.0.1",
  port,
  fetch(request, server) {
    const path = new URL(request.url).pathname;
    if (path !== "/ws/echo" && path !== "/ws/broadcast") {
      return new Response("no such path\n", { status: 404 });
    }
    return server.upgrade(request, { data: { broadcast: path === "/ws/broadcast" } })
      ? undefined
      : new Response("WebSocket only\n", { status: 426 });
  },
  websocket: {
    // "shared": one compressor for all connections, reset after every message.
    perMessageDeflate: deflate ? { compress: "shared", decompress: "shared" } : false,
    open(ws) {
      if (ws.data.broadcast) ws.subscribe("all");
    },
    message(ws, message) {
      if (ws.data.broadcast) {
        // The server's publish, unlike the socket's, reaches the sender too.
        server.publish("all", message, deflate);
      } else {
        ws.send(message, deflate);
      }
    },
  },
});

// Asked for before memory is read.
process.on("SIGUSR2", () => Bun.gc(true));
process.on("SIGTERM", () => process.exit(0));
console.log(`ready ${server.port}`);
