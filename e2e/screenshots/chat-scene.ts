/** People write to each other and send two files, so that the chat's picture shows what it is for. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'puppeteer-core';

/** Whoever asks, and whoever answers with files; both are in the meeting. */
export async function playChat(asking: Page, answering: Page): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'veche-scene-'));
  try {
    for (const page of [asking, answering]) await pressLabel(page, 'Chat');
    await say(asking, 'Could you share the measurements once more?');
    await say(answering, 'Of course: the chart, and all of it as a table 📈');
    await writeFile(join(folder, 'Latency by load.png'), Buffer.from(await drawChart(answering), 'base64'));
    await writeFile(join(folder, 'measurements.csv'), 'load,latency\n'.padEnd(48_000, '10,18.4\n'));
    const [chooser] = await Promise.all([answering.waitForFileChooser(), pressLabel(answering, 'Attach file')]);
    await chooser.accept([join(folder, 'Latency by load.png'), join(folder, 'measurements.csv')]);
    await asking.bringToFront();
    await asking.waitForSelector('button[aria-label="Download measurements.csv"]');
    await asking.waitForSelector('ol[aria-label="Messages"] img');
    await say(asking, 'Thank you! Slide 12 now makes sense.');
    await asking.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function pressLabel(page: Page, label: string): Promise<void> {
  await page.bringToFront();
  const button = await page.waitForSelector(`button[aria-label="${label}"]`);
  await button?.evaluate((element) => (element as HTMLButtonElement).click());
}

async function say(page: Page, text: string): Promise<void> {
  await page.bringToFront();
  const field = await page.waitForSelector('textarea[aria-label="Message"]');
  await field?.type(text);
  await pressLabel(page, 'Send');
}

/** A bar chart as PNG, in Base64. */
function drawChart(page: Page): Promise<string> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 960;
    canvas.height = 560;
    const context = canvas.getContext('2d')!;
    context.fillStyle = '#fbfaf5';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.strokeStyle = '#d9d5c7';
    for (let line = 1; line <= 4; line += 1) {
      context.beginPath();
      context.moveTo(80, 480 - line * 90);
      context.lineTo(900, 480 - line * 90);
      context.stroke();
    }
    for (const [index, height] of [90, 120, 135, 190, 260, 360].entries()) {
      context.fillStyle = index === 5 ? '#e39a3b' : '#1f5c56';
      context.fillRect(110 + index * 135, 480 - height, 80, height);
    }
    context.fillStyle = '#3a3a35';
    context.fillRect(80, 478, 820, 4);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
}
