// What the peers on Node.js have in common: where they listen, and what ./bench tells them by signals.

/** Listens on the port of the command line, and says so. */
export function serve(server) {
  server.listen(Number(process.argv[2]), '127.0.0.1', 1024, () => {
    console.log(`ready ${server.address().port}`);
  });
  // Asked for before memory is read; needs --expose-gc.
  process.on('SIGUSR2', () => globalThis.gc());
  process.on('SIGTERM', () => process.exit(0));
}
