// The arena with a hundred bots and ten players, and the ticker at 5,000 prices a second with four clients, for some minutes: does memory
// stay flat, and are ticks on time? A line of a Markdown table each minute, from what /metrics and the kernel say.
//
//   node demos.js http://127.0.0.1:8080 PROCESS MINUTES
import { readFileSync } from 'node:fs';
import { Centrifuge } from 'centrifuge';
import { WebSocket } from 'ws';

const [address, process_, minutes] = process.argv.slice(2);
if (!/^http:\/\//.test(address ?? '') || !(Number(process_) > 0) || !(Number(minutes) > 0)) {
  console.error('Usage: node demos.js http://HOST:PORT PROCESS MINUTES');
  process.exit(2);
}

const READERS = 4;
const PLAYERS = 10;
const BOTS = 100;
const INPUTS_A_SECOND = 30;
// The messages of the arena: see web/src/arena/protocol.ts.
const JOIN = 1;
const INPUT = 2;
const SET_BOTS = 3;
const SNAPSHOTS = [0x12, 0x13];

let prices = 0;
let views = 0;

function read() {
  const client = new Centrifuge(`${address.replace('http', 'ws')}/connection/websocket`, {
    websocket: WebSocket,
  });
  const subscription = client.newSubscription('ticker:simulated');
  subscription.on('publication', () => {
    prices++;
  });
  subscription.subscribe();
  client.connect();
}

// Steers in a circle and fires now and then.
function play(number) {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/arena`);
  let seen = 0;
  let sent = 0;
  socket.on('open', () => {
    socket.send(Buffer.concat([Buffer.from([JOIN, 1]), Buffer.from(`player ${number}`)]));
    if (number === 0) {
      socket.send(Buffer.from([SET_BOTS, BOTS]));
    }
    setInterval(() => {
      const input = Buffer.alloc(11);
      const angle = sent / 40 + number;
      input[0] = INPUT;
      input.writeUInt16BE(sent & 0xffff, 1);
      input.writeInt8(Math.round(100 * Math.cos(angle)), 3);
      input.writeInt8(Math.round(100 * Math.sin(angle)), 4);
      input[5] = sent & 255;
      input[6] = sent % 8 === 0 ? 1 : 0;
      input.writeUInt32BE(seen, 7);
      socket.send(input);
      sent++;
    }, 1000 / INPUTS_A_SECOND);
  });
  socket.on('message', (data) => {
    views++;
    if (SNAPSHOTS.includes(data[0])) {
      seen = data.readUInt32BE(1);
    }
  });
  socket.on('close', (code, reason) => {
    console.error(`player ${number} was sent away: ${code} ${reason}`);
    process.exit(1);
  });
}

/** The sum of a family over all its labels, with those that are given. */
function sum(scrape, family, label = '') {
  return scrape
    .split('\n')
    .filter((line) => line.startsWith(`${family}{`) || line.startsWith(`${family} `))
    .filter((line) => line.includes(label))
    .reduce((all, line) => all + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

function residentMebibytes() {
  const status = readFileSync(`/proc/${process_}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024;
}

/** Seconds of processor time. */
function processorTime() {
  const fields = readFileSync(`/proc/${process_}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const counters = [
  'duplex_room_ticks_total',
  'duplex_room_ticks_late_total',
  'duplex_room_ticks_skipped_total',
  'duplex_room_ticks_failed_total',
  'duplex_room_views_withheld_total',
];

async function measure() {
  const scrape = await (await fetch(`${address}/metrics`)).text();
  return {
    time: performance.now() / 1000,
    cpu: processorTime(),
    resident: residentMebibytes(),
    heap: sum(scrape, 'jvm_memory_used_bytes', 'area="heap"') / 2 ** 20,
    prices,
    views,
    counted: counters.map((it) => sum(scrape, it)),
    slow: sum(scrape, 'duplex_room_tick_seconds_count') - sum(scrape, 'duplex_room_tick_seconds_bucket', 'le="0.005"'),
  };
}

for (let i = 0; i < READERS; i++) {
  read();
}
for (let i = 0; i < PLAYERS; i++) {
  play(i);
}
console.log(
  '| minute | resident, MiB | heap, MiB | processor | prices/s | views/s | ticks | late | skipped | failed | over 5 ms | views withheld |',
);
console.log('|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
let before = await measure();
for (let minute = 1; minute <= Number(minutes); minute++) {
  await new Promise((done) => setTimeout(done, 60_000));
  const now = await measure();
  const seconds = now.time - before.time;
  const rate = (what) => Math.round((now[what] - before[what]) / seconds).toLocaleString('en-US');
  const [ticks, late, skipped, failed, withheld] = now.counted.map((it, i) => it - before.counted[i]);
  const share = `${(((now.cpu - before.cpu) / seconds) * 100).toFixed(0)} %`;
  console.log(
    `| ${minute} | ${now.resident.toFixed(0)} | ${now.heap.toFixed(0)} | ${share} | ${rate('prices')} | ${rate('views')} | ${ticks} | ${late} | ${skipped} | ${failed} | ${now.slow - before.slow} | ${withheld} |`,
  );
  before = now;
}
process.exit(0);
