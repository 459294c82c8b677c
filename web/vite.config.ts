import { defineConfig } from 'vitest/config';
import { documentation } from './docsite/plugin';
import { frame } from './frame';

// The pages are served from the jar, under a policy that lets them load nothing but their own
// files: so no asset may be inlined as a data URL.
export default defineConfig({
  base: '/',
  plugins: [frame(), documentation()],
  build: {
    outDir: 'target/classes/dev/duplex/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rollupOptions: {
      input: [
        'index.html',
        'arena/index.html',
        'bench/index.html',
        'chat/index.html',
        'chat-sockjs/index.html',
        'docs/index.html',
        'notifications/index.html',
        'prices/index.html',
        'why/index.html',
      ],
    },
  },
  // `npm run dev` beside a running `./run`: the page from here, everything live from the server.
  server: {
    host: '127.0.0.1',
    proxy: {
      '/_dev': { target: 'http://127.0.0.1:8080', ws: true },
      '/js': { target: 'http://127.0.0.1:8080' },
      '/echo': { target: 'http://127.0.0.1:8080', ws: true },
      '/connection': { target: 'http://127.0.0.1:8080', ws: true },
      '/emulation': { target: 'http://127.0.0.1:8080' },
      '/channel': { target: 'http://127.0.0.1:8080', ws: true },
      '/arena': {
        target: 'ws://127.0.0.1:8080',
        ws: true,
        // The page has the same path.
        bypass: ({ headers, url }) => (headers.upgrade === undefined ? url : undefined),
      },
      '/ws': { target: 'http://127.0.0.1:8080', ws: true },
    },
  },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.mjs'],
    // None waits for time to pass: one that takes this long hangs, and one that takes five seconds is on a busy machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', 'junit'],
    outputFile: { junit: 'target/surefire-reports/TEST-web.xml' },
  },
});
