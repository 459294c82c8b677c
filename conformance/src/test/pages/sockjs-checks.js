// Put into pages that have loaded npm's `sockjs-client`, behind checks.js. Each function resolves to a word or two when
// all is well, and rejects with what is not.

// The client gives a transport little time to open, by the time that /info took; not what is tested.
const PATIENCE = 30000;

function connect(url, transport) {
  const socket = new SockJS(url, undefined, { transports: transport, timeout: PATIENCE });
  const inbox = [];
  const waiting = [];
  socket.next = () =>
    inbox.length > 0 ? Promise.resolve(inbox.shift()) : new Promise((got) => waiting.push(got));
  socket.onmessage = (event) =>
    waiting.length > 0 ? waiting.shift()(event.data) : inbox.push(event.data);
  return new Promise((resolve, reject) => {
    socket.onopen = () => {
      if (socket.transport === transport) resolve(socket);
      else reject(new Error(`opened by ${socket.transport}, not by ${transport}`));
    };
    socket.closed = new Promise((closed) => {
      socket.onclose = (event) => {
        const how = `${event.code} ${event.reason}`;
        closed(how);
        reject(new Error(`closed: ${how}`));
        // Whoever waits for a message gets this instead, and finds that it is not what was sent.
        waiting.splice(0).forEach((got) => got(`closed: ${how}`));
      };
    });
  });
}

const TEXTS = [
  "Hello",
  "",
  "κόσμε 👩‍👩‍👧‍👦 \u{10ffff}",
  "\\\"/\b\f\n\r\t\0\x7f\u2028\u2029\ufeff</script>",
  "100% %41 %25 %0A",
  Array.from({ length: 0xd800 }, (_, unit) => String.fromCharCode(unit)).join(""),
  "x".repeat(1000000),
  "µ".repeat(100000),
];

async function speak(base, transport) {
  doing = "opening";
  const socket = await connect(`${base}/echo`, transport);
  for (const text of TEXTS) {
    doing = `echo of ${text.length}: ${text.slice(0, 40)}`;
    socket.send(text);
    check(await socket.next(), text, doing);
  }
  doing = "order";
  for (let i = 0; i < 1000; i++) socket.send(`message ${i}`);
  for (let i = 0; i < 1000; i++) check(await socket.next(), `message ${i}`, "order");
  doing = "closing";
  socket.close(3001, "leaving");
  check(await socket.closed, "3001 leaving", "closed by the client");

  doing = "amplifying";
  const amplified = await connect(`${base}/amplify`, transport);
  amplified.send("18");
  check((await amplified.next()).length, 2 ** 18, "amplified");
  amplified.close();

  doing = "being closed";
  const bye = await connect(`${base}/bye`, transport);
  check(await bye.closed, "4001 bye é", "closed by the server");
  return "all";
}

// Whatever transport the client chooses by itself.
async function speakByAny(url) {
  const socket = new SockJS(url, undefined, { timeout: PATIENCE });
  const echo = await new Promise((resolve, reject) => {
    socket.onopen = () => socket.send("by any");
    socket.onmessage = (event) => resolve(event.data);
    socket.onclose = (event) => reject(new Error(`closed: ${event.code} ${event.reason}`));
  });
  check(echo, "by any", "echo");
  const { transport } = socket;
  socket.close();
  return transport;
}

// What a page tries that goes without the client's first question: each by itself.
async function intrude(base) {
  const tried = {
    websocket: new Promise((done) => {
      const socket = new WebSocket(`${base.replace("http", "ws")}/echo/000/intruder1/websocket`);
      socket.onopen = () => done("opened");
      socket.onerror = () => done("refused");
    }),
    xhr: fetch(`${base}/echo/000/intruder2/xhr`, { method: "POST", credentials: "include" }).then(
      (response) => `answered ${response.status}`,
      () => "refused",
    ),
    eventsource: new Promise((done) => {
      const source = new EventSource(`${base}/echo/000/intruder3/eventsource`);
      source.onopen = () => done("opened");
      source.onerror = () => done("refused");
    }),
    jsonp: new Promise((done) => {
      window.intruder = () => done("called");
      const script = document.createElement("script");
      script.onload = () => done("loaded");
      script.onerror = () => done("refused");
      script.src = `${base}/echo/000/intruder4/jsonp?c=intruder`;
      document.head.append(script);
    }),
  };
  const results = await Promise.all(
    Object.entries(tried).map(async ([what, result]) => `${what} ${await result}`),
  );
  return results.join(", ");
}
