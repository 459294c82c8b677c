// A connection of npm's `sockjs-client`, for scripts that wait for what comes.
import SockJS from "sockjs-client";
import InfoReceiver from "sockjs-client/lib/info-receiver.js";

// Clients give up after less, where a busy machine may take longer: npm's `sockjs-client` waits eight seconds for /info, and gives a
// transport little time to open, by the time that took. Not what is tested.
export const PATIENCE = 30_000;
InfoReceiver.timeout = PATIENCE;

// Opens `url` by one transport. Resolves when it is open, and rejects if it closes before that.
export async function connect(url, transport) {
  const socket = new SockJS(url, undefined, { transports: transport, timeout: PATIENCE });
  const inbox = [];
  const waiting = [];
  let over;
  let openedBy;
  let came = 0;
  let lastCame = performance.now();
  // What came while nobody waited waits here; after the end whoever waits is told of it.
  socket.next = () =>
    new Promise((resolve, reject) => {
      if (inbox.length > 0) resolve(inbox.shift());
      else if (over) reject(new Error(`closed with ${over.code} instead of a message`));
      else waiting.push({ resolve, reject });
    });
  socket.onmessage = (event) => {
    came++;
    lastCame = performance.now();
    if (waiting.length > 0) waiting.shift().resolve(event.data);
    else inbox.push(event.data);
  };
  // Messages that nobody has taken yet.
  socket.untaken = () => inbox.length;
  // For whoever wonders why nothing goes on.
  socket.described = () =>
    `${url} ${over ? `closed with ${over.code}` : openedBy ? "open" : "not open"}, ${came} messages came` +
    ` (${inbox.length} not taken), the last event ${Math.round(performance.now() - lastCame)} ms ago`;
  await new Promise((resolve, reject) => {
    socket.closed = new Promise((closed) => {
      socket.onclose = (event) => {
        over = event;
        closed(event);
        const error = new Error(`closed with ${event.code} ${event.reason}`);
        reject(error);
        waiting.splice(0).forEach((one) => one.reject(error));
      };
    });
    socket.onopen = () => {
      openedBy = socket.transport;
      resolve();
    };
  });
  if (openedBy !== transport) throw new Error(`opened by ${openedBy}, not by ${transport}`);
  return socket;
}
