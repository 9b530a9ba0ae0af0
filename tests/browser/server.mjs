// A web server for reports: /jenkins/... with the Content-Security-Policy that Jenkins gives archived HTML by default,
// /strict/... with its older and stricter form, /plain/... with none. Listens on a port that the system chooses.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

export const policies = {
  jenkins: "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';",
  strict: "sandbox; default-src 'none'; img-src 'self'; style-src 'self';",
  plain: null,
};

const types = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8' };

async function answer(root, request, response) {
  const [, policy, ...rest] = decodeURIComponent(new URL(request.url, 'http://localhost').pathname).split('/');
  if (policy === 'favicon.ico') {
    response.writeHead(204).end();
    return;
  }
  const path = normalize(join(root, ...rest));
  const type = types[extname(path)];
  if (!(policy in policies) || !path.startsWith(root) || type === undefined) {
    response.writeHead(404).end();
    return;
  }
  try {
    const bytes = await readFile(path);
    const headers = { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff', 'X-Frame-Options': 'sameorigin' };
    if (policies[policy] !== null) {
      headers['Content-Security-Policy'] = policies[policy];
    }
    response.writeHead(200, headers).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}

export async function serve(root) {
  const server = createServer((request, response) => answer(root, request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
