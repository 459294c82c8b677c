import { describe, expect, it } from 'vitest';
import {
  closeSteps,
  contentOf,
  isCompressedMessage,
  MAX_CONNECTIONS,
  MAX_ITEMS,
  pathOf,
  type Traced,
  Wire,
} from '../src/wire';

const OPEN = { type: 'open', epochMillis: 0, us: 5, remote: '127.0.0.1:1' } as const;
const REQUEST = 'GET /echo HTTP/1.1\r\nHost: a\r\n\r\n';
const SWITCH = 'HTTP/1.1 101 Switching Protocols\r\n\r\n';

function opened(wire: Wire, id = 1): Traced {
  const connection = wire.take({ ...OPEN, id, request: REQUEST }) as Traced;
  wire.take({ type: 'response', id, us: 20, head: SWITCH });
  return connection;
}

function frame(
  wire: Wire,
  from: 'client' | 'server',
  us: number,
  header: string,
  payload: string,
): void {
  wire.take({ type: 'frame', id: 1, us, from, header, payload: btoa(payload) });
}

describe('the trace', () => {
  it('makes frames of events, unmasked', () => {
    const wire = new Wire();
    const connection = opened(wire);
    wire.take({
      type: 'frame',
      id: 1,
      us: 30,
      from: 'client',
      header: '818537fa213d',
      payload: btoa('\x7f\x9f\x4d\x51\x58'),
    });
    const [item] = connection.items;
    expect(pathOf(connection)).toBe('/echo');
    expect(item?.kind === 'frame' && String.fromCharCode(...item.plain)).toBe('Hello');
    expect(connection.frames).toEqual({ client: 1, server: 0 });
  });

  it('knows a compressed message that it has whole', () => {
    const wire = new Wire();
    const { items } = opened(wire);
    frame(wire, 'server', 1, 'c103', 'abc');
    frame(wire, 'server', 2, '4103', 'abc');
    frame(wire, 'server', 3, 'c17e0400', 'abc');
    frame(wire, 'server', 4, '8103', 'abc');
    const compressed = items.map((item) => item.kind === 'frame' && isCompressedMessage(item));
    expect(compressed).toEqual([true, false, false, false]);
    const first = items[0];
    expect(first?.kind === 'frame' && contentOf(first)).toEqual(new Uint8Array([97, 98, 99]));
  });

  it('ignores connections it has not seen open', () => {
    expect(new Wire().take({ type: 'closed', id: 7, us: 1 })).toBeNull();
  });

  it('measures from a Ping to the Pong with the same payload', () => {
    const wire = new Wire();
    const connection = opened(wire);
    frame(wire, 'server', 100, '8901', 'a');
    frame(wire, 'server', 200, '8901', 'b');
    frame(wire, 'client', 450, '8a8100000000', 'b');
    expect(connection.pingRoundTrip).toBe(250);
    frame(wire, 'client', 500, '8a8100000000', 'x');
    expect(connection.items.at(-1)).toMatchObject({ roundTrip: null });
  });

  it('joins gaps that touch', () => {
    const wire = new Wire();
    const connection = opened(wire);
    wire.take({ type: 'gap', id: 1, frames: 10, bytes: 100 });
    wire.take({ type: 'gap', id: 1, frames: 5, bytes: 50 });
    expect(connection.items).toMatchObject([{ kind: 'gap', frames: 15, bytes: 150 }]);
  });

  it('keeps a limited number of items, and of connections', () => {
    const wire = new Wire();
    const connection = opened(wire);
    for (let i = 0; i <= MAX_ITEMS; i++) {
      frame(wire, 'server', i, '8101', 'a');
    }
    expect(connection.items.length + connection.forgotten).toBe(MAX_ITEMS + 1);
    expect(connection.items.length).toBeLessThanOrEqual(MAX_ITEMS);
    for (let id = 2; id < MAX_CONNECTIONS + 10; id++) {
      opened(wire, id);
      wire.take({ type: 'closed', id, us: 9 });
    }
    expect(wire.connections.length).toBe(MAX_CONNECTIONS);
    expect(wire.find(1)).toBe(connection);
  });
});

describe('the closing handshake', () => {
  it('is nothing while the connection is open', () => {
    expect(closeSteps(opened(new Wire()))).toEqual([]);
  });

  it('shows who began, the echo, and the end', () => {
    const wire = new Wire();
    const connection = opened(wire);
    frame(wire, 'server', 100, '8804', '\x03\xe9go');
    frame(wire, 'client', 150, '888400000000', '\x03\xe9go');
    wire.take({ type: 'closed', id: 1, us: 200 });
    expect(closeSteps(connection)).toMatchObject([
      { kind: 'close', from: 'server', title: 'Close 1001', detail: '“go”' },
      { kind: 'answer', from: 'client', title: 'Close (echo) 1001' },
      { kind: 'end', from: null, us: 200 },
    ]);
  });

  it('shows what is missing', () => {
    const wire = new Wire();
    const connection = opened(wire);
    wire.take({ type: 'closed', id: 1, us: 200 });
    expect(closeSteps(connection).map((step) => step.title)).toEqual([
      'No Close frame',
      'TCP connection ends',
    ]);
    frame(wire, 'client', 100, '888000000000', '');
    expect(closeSteps(connection).map((step) => step.title)).toEqual([
      'Close',
      'No answer',
      'TCP connection ends',
    ]);
  });

  it('expects no Close of a connection that never was a WebSocket', () => {
    const wire = new Wire();
    const connection = wire.take({ ...OPEN, id: 1, request: REQUEST }) as Traced;
    wire.take({ type: 'response', id: 1, us: 2, head: 'HTTP/1.1 404 Not Found\r\n\r\n' });
    wire.take({ type: 'closed', id: 1, us: 3 });
    expect(closeSteps(connection).map((step) => step.kind)).toEqual(['end']);
  });
});
