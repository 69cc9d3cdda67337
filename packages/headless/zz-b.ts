import puppeteer from 'puppeteer-core';

const link = process.argv[2]!;
const b = await puppeteer.launch({
  executablePath: '/usr/bin/chromium',
  defaultViewport: { width: 1280, height: 800 },
  args: [
    '--no-sandbox',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    '--disable-background-networking',
    '--no-first-run',
    '--disable-features=WebRtcHideLocalIpsWithMdns',
  ],
});
const p = await b.newPage();
p.on('console', (m) => console.log('page:', m.text()));
p.on('pageerror', (e) => console.log('err', e));
await p.goto(link + '?lang=en', { waitUntil: 'load' });
await new Promise((r) => setTimeout(r, 2500));
await p.screenshot({ path: '/tmp/shot1.png' });
const inputs = await p.$$('input');
for (const i of inputs) {
  if ((await i.evaluate((e) => (e as any).type)) === 'text') {
    await i.type('Visitor');
    break;
  }
}
const took = await p.evaluate(async () => {
  const button = [...document.querySelectorAll('button')].find((x) => x.textContent!.trim() === 'Join')!;
  const t0 = performance.now();
  const log: any = {};
  button.click();
  for (;;) {
    await new Promise((r) => setTimeout(r, 4));
    const figs = [...document.querySelectorAll('figure')];
    if (figs.length && !log.figures) log.figures = performance.now() - t0;
    const vids = [...document.querySelectorAll('video')].filter(
      (v) =>
        v.videoWidth > 0 &&
        v.closest('figure') &&
        !v.closest('figure')!.getAttribute('aria-label')?.includes('Visitor'),
    );
    if (vids.length && !log.first) log.first = performance.now() - t0;
    if (vids.length >= 5) {
      log.all = performance.now() - t0;
      return log;
    }
    if (performance.now() - t0 > 10000)
      return { ...log, n: vids.length, labels: figs.map((f) => f.getAttribute('aria-label')) };
  }
});
console.log(took);
await new Promise((r) => setTimeout(r, 4000));
await p.screenshot({ path: '/tmp/shot2.png' });
await b.close();
process.exit(0);
