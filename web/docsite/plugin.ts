// Makes the documentation's pages when Vite builds the others, each out of the same shell (docs/index.html); beside `npm run dev`, whenever
// one is asked for.

import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { escaped } from './html';
import { fill } from './layout';
import { ROOT } from './links';
import { repository } from './repository';
import { type SitePage, site } from './site';

const SHELL = 'docs/index.html';
const DEV_INDEX = `${ROOT}search.json`;

export function documentation(): Plugin {
  const files = repository(new URL('../../', import.meta.url));
  return {
    name: 'documentation',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const shell = bundle[SHELL];
        if (shell?.type !== 'asset') {
          throw new Error(`Vite has not built ${SHELL}`);
        }
        const { pages, drawings, missing, index } = site(files);
        const reference = this.emitFile({ type: 'asset', name: 'search.json', source: index });
        const html = shell.source.toString();
        delete bundle[SHELL];
        for (const page of [...pages, missing]) {
          this.emitFile({
            type: 'asset',
            fileName: decodeURI(page.url.slice(1)).replace(/\/$/, '/index.html'),
            source: filled(html, page, `/${this.getFileName(reference)}`),
          });
        }
        for (const { url, source } of drawings) {
          this.emitFile({ type: 'asset', fileName: decodeURI(url.slice(1)), source });
        }
      },
    },
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        const { pathname } = new URL(request.url ?? '/', 'http://localhost');
        if (!pathname.startsWith(ROOT)) {
          next();
          return;
        }
        try {
          const made = site(files);
          if (pathname === DEV_INDEX) {
            response.setHeader('Content-Type', 'application/json').end(made.index);
            return;
          }
          const drawing = made.drawings.find((it) => it.url === pathname);
          if (drawing !== undefined) {
            response.setHeader('Content-Type', 'image/svg+xml').end(drawing.source);
            return;
          }
          const found = made.pages.find((page) => page.url === pathname);
          response.statusCode = found === undefined ? 404 : 200;
          const shell = readFileSync(new URL(`../${SHELL}`, import.meta.url), 'utf8');
          const html = await server.transformIndexHtml(`/${SHELL}`, shell);
          response.setHeader('Content-Type', 'text/html; charset=utf-8');
          response.end(filled(html, found ?? made.missing, DEV_INDEX));
        } catch (wrong) {
          next(wrong);
        }
      });
    },
  };
}

function filled(shell: string, page: SitePage, index: string): string {
  const { title, chapters, article, contents } = page;
  return fill(shell, { title: escaped(title), chapters, article, contents, index });
}
