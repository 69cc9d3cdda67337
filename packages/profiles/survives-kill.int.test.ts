import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@veche/kernel/clock.ts';
import { seededRandomSource } from '@veche/testkit/random.ts';
import { expect, it, vi } from 'vitest';
import { DataFolderInUse, openEmbedded } from './embedded.ts';

const enough = 200;

it('every row, token, event, message, blob and piece of an upload that was confirmed is there after kill -9', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'veche-kill-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'confirming-writer.child.ts'), dataFolder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    if (printed.split('\n').length > enough) child.kill('SIGKILL');
  });
  await once(child, 'close');
  expect(child.signalCode).toBe('SIGKILL');
  const confirmed = printed.split('\n').slice(0, -1).map(Number);
  expect(confirmed.length).toBeGreaterThanOrEqual(enough);

  const ports = await openEmbedded({ dataFolder, clock: systemClock, random: seededRandomSource(1) });
  const sql = ports.sql.withTables<{ written: { number: number } }>();
  const rows = await sql.db.selectFrom('written').select('number').execute();
  const survived = new Set(rows.map(({ number }) => number));
  expect(confirmed.filter((number) => !survived.has(number))).toEqual([]);
  const tokens = ports.tokens.kind<{ number: number }>('test');
  for (const number of confirmed) expect((await tokens.get(`token-${number}`))?.value).toEqual({ number });
  const events: number[] = [];
  ports.log.consume('test', 'after', (batch) => void events.push(...batch.map(({ value }) => Number(value))), {
    onSetAside: (setAside) => expect.fail(JSON.stringify(setAside)),
  });
  await vi.waitFor(() => expect(events.length).toBeGreaterThanOrEqual(confirmed.length));
  expect(events.slice(0, confirmed.length)).toEqual(confirmed);
  const messages = await ports.messages.page('c', {
    reader: { participantId: undefined, userId: undefined },
    from: { after: 0 },
    limit: confirmed.length,
  });
  expect(messages.map(({ text }) => Number(text))).toEqual(confirmed);
  for (const number of confirmed) {
    const parts: Uint8Array[] = [];
    for await (const part of (await ports.blobs.get(`test/${number}`)) ?? []) parts.push(part);
    expect(Buffer.concat(parts).toString()).toBe(`${number}`);
  }
  const uploaded: Uint8Array[] = [];
  const all = { first: 0, last: Number.MAX_SAFE_INTEGER };
  for await (const part of (await ports.uploads.read('upload', all)) ?? []) uploaded.push(part);
  expect(Buffer.concat(uploaded).toString()).toMatch(
    new RegExp(`^${confirmed.map((number) => `${number},`).join('')}`),
  );
  await ports.close();
  await rm(dataFolder, { recursive: true });
});

it('a data folder that another program has is refused in words, and nothing of that program is touched', async () => {
  const dataFolder = await mkdtemp(join(tmpdir(), 'veche-held-'));
  const settings = { dataFolder, clock: systemClock, random: seededRandomSource(1) };
  const ports = await openEmbedded(settings);
  await expect(openEmbedded(settings)).rejects.toBeInstanceOf(DataFolderInUse);
  await ports.log.append('test', [{ key: 'a', value: 'still there' }]);
  await ports.close();
  await (await openEmbedded(settings)).close();
  await rm(dataFolder, { recursive: true });
});
