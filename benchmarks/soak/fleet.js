// Programs on one Redis, and the balancer before them, which asks each twice a second whether it is ready.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

const KEY = 'key-of-the-bench';
const ASK_EVERY_MS = 500;

async function freePort() {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** A process that is ended with this one. */
function start(command, options, environment = {}) {
  const child = spawn(command, options, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.on('error', (failure) => {
    console.error(`${command}: ${failure.message}`);
    process.exit(1);
  });
  process.on('exit', () => child.kill('SIGKILL'));
  return child;
}

async function lineOf(child, pattern) {
  for await (const line of createInterface({ input: child.stdout })) {
    if (pattern.test(line)) {
      child.stdout.resume();
      return;
    }
  }
  throw new Error(`it ended before it said ${pattern}`);
}

export class Fleet {
  nodes = [];
  turn = 0;
  chosen = undefined;

  static async start(duplex, count) {
    const fleet = new Fleet();
    fleet.duplex = duplex;
    const port = await freePort();
    fleet.redis = start('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']);
    await lineOf(fleet.redis, /Ready to accept connections/);
    for (let i = 0; i < count; i++) {
      fleet.nodes.push(await fleet.node(port));
    }
    fleet.asking = setInterval(() => fleet.ask(), ASK_EVERY_MS);
    return fleet;
  }

  async node(redis) {
    const port = await freePort();
    const child = start(this.duplex, ['serve'], {
      DUPLEX_HOST: '127.0.0.1',
      DUPLEX_PORT: `${port}`,
      DUPLEX_ENGINE: 'redis',
      DUPLEX_REDIS_ADDRESSES: `redis://127.0.0.1:${redis}`,
      DUPLEX_API_KEYS: KEY,
      DUPLEX_ANONYMOUS: 'true',
      DUPLEX_LOG_LEVEL: 'warn',
      DUPLEX_LIMITS_CONNECTIONS_PER_ADDRESS: '100000',
      DUPLEX_NAMESPACES_NEWS_HISTORY_SIZE: '1000',
      DUPLEX_NAMESPACES_NEWS_HISTORY_TTL: '10m',
      DUPLEX_NAMESPACES_NEWS_RECOVERY: 'stream',
      DUPLEX_NAMESPACES_NEWS_ALLOW_SUBSCRIBE: 'anyone',
    });
    await lineOf(child, /^Duplex is at /);
    return { child, address: `http://127.0.0.1:${port}/`, ready: true };
  }

  async ask() {
    for (const node of this.nodes) {
      try {
        node.ready = (await fetch(`${node.address}ready`)).ok;
      } catch {
        node.ready = false;
      }
    }
  }

  /** From now on connections go to one node. */
  only(node) {
    this.chosen = node;
  }

  /** From now on they go to all that are ready. */
  open() {
    this.chosen = undefined;
  }

  /** Where the next connection goes. */
  choose() {
    const ready = this.nodes.filter((it) => it.ready);
    const node = this.chosen !== undefined ? this.nodes[this.chosen] : ready[this.turn++ % ready.length];
    return `${(node ?? this.nodes[0]).address.replace('http', 'ws')}connection/websocket`;
  }

  async publish(node, data) {
    const response = await fetch(`${this.nodes[node].address}api/publish`, {
      method: 'POST',
      headers: { 'X-API-Key': KEY },
      body: JSON.stringify({ channel: 'news:all', data }),
    });
    const answer = await response.json();
    if (answer.result === undefined) {
      throw new Error(JSON.stringify(answer));
    }
  }

  /** Runs `duplex drain` until the server has ended: when that began to close sessions, when it was over, and what was said. */
  async drain(node, delay, window, say) {
    const options = ['drain', `--url=${this.nodes[node].address}`, `--delay=${delay}`, `--window=${window}`];
    const command = start(this.duplex, options, { DUPLEX_API_KEYS: KEY });
    const exit = once(command, 'exit');
    const lines = [];
    let began = Number.NaN;
    for await (const line of createInterface({ input: command.stdout })) {
      // Without a window nothing is said until all are being closed.
      if (Number.isNaN(began) && /^Draining|left/.test(line)) {
        began = performance.now();
      }
      lines.push(line);
      say(line);
    }
    const [code] = await exit;
    if (code !== 0) {
      throw new Error(`duplex drain ended with ${code}`);
    }
    return { began, ended: performance.now(), lines };
  }

  async stop() {
    clearInterval(this.asking);
    for (const child of [...this.nodes.map((it) => it.child), this.redis]) {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
    }
  }
}
