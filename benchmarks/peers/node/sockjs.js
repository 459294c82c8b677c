// The sockjs-node peer: a feed at /feed by every transport of SockJS, published to by a WebSocket at
// /publish.
//
//   node --expose-gc sockjs.js PORT
import { createServer } from 'node:http';
import sockjs from 'sockjs';
import { WebSocketServer } from 'ws';
import { serve } from './serve.js';

const server = createServer((_, response) => response.writeHead(404).end());

const receivers = new Set();
new WebSocketServer({ server, path: '/publish', perMessageDeflate: false }).on(
  'connection',
  (publisher) => {
    publisher.on('error', console.error);
    publisher.on('message', (data) => {
      const text = data.toString();
      for (const receiver of receivers) {
        receiver.write(text);
      }
    });
  },
);

const feed = sockjs.createServer({ prefix: '/feed', log: () => {} });
feed.on('connection', (connection) => {
  receivers.add(connection);
  connection.on('close', () => receivers.delete(connection));
});
// Behind the other, whose upgrades it hands on: SockJS takes only what is below its prefix.
feed.installHandlers(server);
serve(server);
