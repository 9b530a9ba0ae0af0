// check.mjs SAMPLES [PICTURES]: the reports below a folder in headless Chromium. Prints TAP.
//
// For every report: each page that can be reached from its first one is opened under Jenkins' policies; nothing may be
// blocked, nothing may be written to the console, every link and every place on a page has to be there, and every page
// has to be valid HTML. One page of each kind is then looked at by axe-core, and must not be wider than the window:
// those of the largest report in both colour schemes at the widths of a phone and of a desktop, those of the others in
// one of the four views by turns. On paper nothing may be cut off, either. PICTURES gets a picture of each of these.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serve } from './server.mjs';

const [samples, pictures] = process.argv.slice(2).map((path) => resolve(path));
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const switches = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const views = [['light', 1200], ['dark', 1200], ['light', 390], ['dark', 390]];

let points = 0;
let failures = 0;

function point(name, problems) {
  points += 1;
  failures += problems.length === 0 ? 0 : 1;
  console.log(`${problems.length === 0 ? 'ok' : 'not ok'} ${points} - ${name}`);
  for (const problem of problems.slice(0, 20)) {
    console.log(`#   ${String(problem).replaceAll('\n', '\n#   ')}`);
  }
}

function skip(why) {
  console.log(`1..0 # SKIP ${why}`);
  process.exit(0);
}

async function load(name) {
  try {
    return await import(name);
  } catch {
    return skip(`${name} is missing; run "npm ci" in tests/browser`);
  }
}

// What a page says while it is open, and what it could not get.
function listen(page, problems) {
  page.on('console', (message) => problems.push(`${page.url()}: console: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error}`));
  page.on('requestfailed', (request) => problems.push(`${page.url()}: failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() !== 200) {
      problems.push(`${page.url()}: ${response.status()} for ${response.url()}`);
    }
  });
}

const attributes = (html, name) => [...html.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map((match) => match[1]);

// All pages from the first one on, by their text; links that lead nowhere are problems.
async function crawl(first) {
  const pages = new Map();
  const problems = [];
  const queue = [first];
  for (let url = queue.shift(); url !== undefined; url = queue.shift()) {
    if (pages.has(url)) {
      continue;
    }
    const response = await fetch(url);
    const html = response.ok ? await response.text() : '';
    pages.set(url, html);
    if (!response.ok) {
      problems.push(`${url} is not there`);
    }
    for (const link of attributes(html, 'href')) {
      const target = new URL(link, url);
      target.hash = '';
      if (target.pathname.endsWith('.html')) {
        queue.push(target.href);
      }
    }
  }
  for (const [url, html] of pages) {
    for (const link of attributes(html, 'href')) {
      const target = new URL(link, url);
      const id = decodeURIComponent(target.hash.slice(1));
      target.hash = '';
      if (id !== '' && !attributes(pages.get(target.href) ?? '', 'id').includes(id)) {
        problems.push(`${url}: ${link} leads to no place`);
      }
    }
  }
  return { pages, problems };
}

// One page of each kind: the single ones, and the first of each folder.
function kindsOf(pages, first) {
  const root = first.slice(0, first.lastIndexOf('/') + 1);
  const kinds = new Map();
  for (const url of pages.keys()) {
    const name = url.slice(root.length);
    const kind = name.includes('/') ? name.slice(0, name.indexOf('/')) : name;
    if (!kinds.has(kind)) {
      kinds.set(kind, url);
    }
  }
  return kinds;
}

async function underPolicy(browser, pages, policy) {
  const problems = [];
  const context = await browser.newContext();
  const page = await context.newPage();
  listen(page, problems);
  for (const url of pages.keys()) {
    await page.goto(url.replace('/plain/', `/${policy}/`), { waitUntil: 'load' });
  }
  await context.close();
  return problems;
}

async function lookFrom(browser, axe, name, [scheme, width], kinds) {
  const problems = [];
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 } });
  const page = await context.newPage();
  for (const [kind, url] of kinds) {
    await page.goto(url);
    problems.push(...await lookAtPage(page, axe, `${name}-${kind.replace('.html', '')}-${scheme}-${width}`));
  }
  await context.close();
  return problems;
}

async function lookAt(browser, axe, name, kinds, everyView) {
  const seen = views.map((view, turn) => lookFrom(browser, axe, name, view,
    [...kinds].filter((_, place) => everyView || place % views.length === turn)));
  return (await Promise.all(seen)).flat();
}

async function lookAtPage(page, axe, place) {
  const problems = [];
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) {
    problems.push(`${place}: ${wide} pixels wider than the window`);
  }
  await page.evaluate(axe.source);
  const result = await page.evaluate(() => globalThis.axe.run());
  for (const violation of result.violations) {
    problems.push(`${place}: ${violation.id}: ${violation.help}: ${violation.nodes[0].html.slice(0, 200)}`);
  }
  if (pictures !== undefined) {
    await page.screenshot({ path: join(pictures, `${place}.png`), fullPage: true });
  }
  return problems;
}

// Paper does not scroll: whatever is wider than a sheet of A4 is lost.
async function onPaper(browser, kinds) {
  const problems = [];
  const context = await browser.newContext({ viewport: { width: 794, height: 1123 } });
  const page = await context.newPage();
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  for (const url of kinds.values()) {
    await page.goto(url);
    const seen = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth - window.innerWidth,
      page: getComputedStyle(document.body).backgroundColor,
    }));
    if (seen.wide > 0 || seen.page !== 'rgb(255, 255, 255)') {
      problems.push(`${url}: ${seen.wide} pixels wider than the paper, which is ${seen.page}`);
    }
  }
  await context.close();
  return problems;
}

// The filters work without script: choosing "problems" hides the other rows.
async function filters(browser, url) {
  const problems = [];
  const page = await browser.newPage();
  await page.goto(url);
  const rows = () => page.$$eval('tr.row', (all) => all.filter((row) => row.offsetParent !== null).length);
  const before = await rows();
  const problemsOnly = await page.$$eval('tr.row.problem', (all) => all.length);
  for (const input of await page.$$('input.pick-problems')) {
    await input.evaluate((element) => element.click());
  }
  const after = await rows();
  if (after !== problemsOnly || after === before) {
    problems.push(`${url}: ${before} rows, ${after} shown for "problems", ${problemsOnly} expected`);
  }
  await page.close();
  return problems;
}

// In the single file a section is shown when it is the target, and the overview when none is.
async function singleFile(browser, axe, path) {
  const problems = [];
  const page = await browser.newPage();
  listen(page, problems);
  const visible = (all) => all.filter((part) => part.offsetParent !== null).map((part) => part.id);
  const shown = () => page.$$eval('.page', visible);
  await page.goto(`file://${path}`);
  const atFirst = await shown();
  const links = await page.$$eval('a[href^="#p-"]', (all) => all.map((link) => link.getAttribute('href')));
  for (const link of new Set(links)) {
    await page.goto(`file://${path}${link}`);
    const now = await shown();
    if (now.join() !== link.slice(1)) {
      problems.push(`${link} shows ${now.join()}`);
    }
  }
  if (atFirst.join() !== 'p-index') {
    problems.push(`at first it shows ${atFirst.join()}`);
  }
  await page.goto(`file://${path}`);
  await page.evaluate(axe.source);
  const result = await page.evaluate(() => globalThis.axe.run());
  problems.push(...result.violations.map((violation) => `${violation.id}: ${violation.nodes[0].html.slice(0, 200)}`));
  await page.close();
  return problems;
}

async function valid(validator, pages) {
  const problems = [];
  for (const [url, html] of pages) {
    const report = await validator.validateString(html);
    for (const message of report.results.flatMap((result) => result.messages)) {
      problems.push(`${url}:${message.line}: ${message.ruleId}: ${message.message}`);
    }
  }
  return problems;
}

async function checkReport(browser, axe, validator, { name, first, pages, problems: lost }, largest) {
  const kinds = kindsOf(pages, first);
  point(`${name}: every link of ${pages.size} pages leads somewhere`, lost);
  point(`${name}: every page is valid HTML`, await valid(validator, pages));
  const policies = ['jenkins', 'strict'];
  const found = await Promise.all(policies.map((policy) => underPolicy(browser, pages, policy)));
  for (const [index, policy] of policies.entries()) {
    point(`${name}: nothing is blocked or said under the policy "${policy}"`, found[index]);
  }
  point(`${name}: axe finds no violation`, await lookAt(browser, axe, name, kinds, largest));
  point(`${name}: nothing is cut off on paper`, await onPaper(browser, kinds));
  const provider = kinds.get('provider');
  if (provider !== undefined && pages.get(provider).includes('row problem')) {
    point(`${name}: the filters work`, await filters(browser, provider));
  }
}

async function main() {
  if (samples === undefined || browserPath === undefined) {
    skip(samples === undefined ? 'no folder of reports given' : 'there is no Chromium on this machine');
  }
  const { chromium } = await load('playwright-core');
  const axe = (await load('axe-core')).default;
  const { HtmlValidate } = await load('html-validate');
  // A title's length matters to search engines only; characters that are spelt out make hostile ones long.
  const rules = { 'no-inline-style': 'error', 'long-title': 'off' };
  const validator = new HtmlValidate({ extends: ['html-validate:recommended'], rules });
  const profile = mkdtempSync(join(tmpdir(), 'wspcheck-browser-'));
  const server = await serve(samples);
  const env = { ...process.env, HOME: profile };
  const browser = await chromium.launch({ executablePath: browserPath, args: switches, env });
  if (pictures !== undefined) {
    mkdirSync(pictures, { recursive: true });
  }
  const names = readdirSync(samples).sort();
  const reports = [];
  for (const name of names.filter((name) => existsSync(join(samples, name, 'index.html')))) {
    const first = `${server.url}/plain/${name}/index.html`;
    reports.push({ name, first, ...await crawl(first) });
  }
  const most = Math.max(...reports.map((report) => report.pages.size));
  for (const report of reports) {
    await checkReport(browser, axe, validator, report, report.pages.size === most);
  }
  for (const name of names.filter((name) => existsSync(join(samples, name, 'report.html')))) {
    const problems = await singleFile(browser, axe, join(samples, name, 'report.html'));
    point(`${name}: the single file shows one page at a time`, problems);
  }
  await browser.close();
  server.close();
  rmSync(profile, { recursive: true, force: true });
  console.log(`1..${points}`);
  process.exitCode = failures === 0 && points !== 0 ? 0 : 1;
}

await main();
