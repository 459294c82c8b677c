// The ws peer: /ws/echo answers each message with itself, /ws/broadcast gives each message to every
// connection there, the sender too.
//
//   node --expose-gc ws.js PORT [--deflate]
import { createServer } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import { serve } from './serve.js';

// Contexts are not kept, as the load asks for; messages of any length are compressed.
const perMessageDeflate = process.argv.includes('--deflate') && {
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
  threshold: 0,
};

const echo = new WebSocketServer({ noServer: true, perMessageDeflate });
echo.on('connection', (ws) => {
  ws.on('error', console.error);
  ws.on('message', (data, isBinary) => ws.send(data, { binary: isBinary }));
});

const broadcast = new WebSocketServer({ noServer: true, perMessageDeflate });
broadcast.on('connection', (ws) => {
  ws.on('error', console.error);
  ws.on('message', (data, isBinary) => {
    for (const client of broadcast.clients) {
      if (client.readyState === WebSocket.OPEN) {
        client.send(data, { binary: isBinary });
      }
    }
  });
});

const paths = { '/ws/echo': echo, '/ws/broadcast': broadcast };

const server = createServer((_, response) => response.writeHead(404).end());
server.on('upgrade', (request, socket, head) => {
  const endpoint = paths[request.url];
  if (endpoint === undefined) {
    socket.destroy();
    return;
  }
  endpoint.handleUpgrade(request, socket, head, (ws) => endpoint.emit('connection', ws, request));
});
serve(server);
