/** Two at the same file at once, and a disk that does not do what it is told: whatever was confirmed holds. */
import { randomUUID } from 'node:crypto';
import { readdirSync, readlinkSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { chatUploadsPath, uploadContentType } from '@veche/contracts/chat/chat-files.ts';
import { limits } from '@veche/contracts/limits.ts';
import { describe, expect, it, vi } from 'vitest';
import { pngOf, red } from './pictures/fixtures/hand-made.ts';
import { chatInEachTest } from './suite/chat-in-each-test.ts';
import { idOf, Uploader } from './suite/uploader.ts';

const text = new TextEncoder().encode('text');

describe('two at once', () => {
  const chat = chatInEachTest();
  const come = async () => {
    const client = await chat.world.come('Anna');
    return { client, uploader: new Uploader(chat.world.urlOf(client.place.token)) };
  };
  const fileOf = async (client: Awaited<ReturnType<typeof come>>['client'], uploader: Uploader, id: string) =>
    (await fetch(uploader.origin + (await client.call('fileLinks', { id })).filePath)).text();

  it.each(['given up', 'swept'])(
    'a file that is sent while it is %s is either the message’s or gone, and the sender knows which',
    async (how) => {
      const { client, uploader } = await come();
      const outcomes = new Set<string>();
      for (let round = 0; round < 25; round += 1) {
        const attachmentId = await uploader.upload('a.txt', text);
        if (how === 'swept') chat.world.clock.advance(limits.chatUnsentFileKeptMs + 1_000);
        const id = randomUUID();
        const discard = () =>
          how === 'swept'
            ? chat.world.service.sweepFiles()
            : uploader.ask('DELETE', `${chatUploadsPath}/${attachmentId}`);
        const sending = client.call('send', { id, text: '', attachmentId });
        const [sent] = await Promise.allSettled([sending, discard()]);
        outcomes.add(sent.status);
        if (sent.status === 'fulfilled') expect(await fileOf(client, uploader, id)).toBe('text');
        else expect(sent.reason).toMatchObject({ code: 'attachment_not_found' });
      }
      expect(outcomes.size).toBeGreaterThan(0);
      await chat.world.service.sweepFiles();
      await vi.waitFor(async () => expect((await chat.world.filesLeft()).length).toBe(await chat.world.filesKnown()));
    },
  );

  it('a file whose message was refused by the log is claimed anew beside the sweep: whoever is confirmed has it', async () => {
    const { client, uploader } = await come();
    for (let round = 0; round < 25; round += 1) {
      const attachmentId = await uploader.upload('a.txt', text);
      const id = randomUUID();
      const { attachments } = chat.world;
      expect(await attachments().claim(attachmentId, id, chat.world.clock.nowMs())).toBe(true);
      chat.world.clock.advance(limits.chatUnsentFileKeptMs + 1_000);
      const [sent] = await Promise.allSettled([
        client.call('send', { id, text: '', attachmentId }),
        chat.world.service.sweepFiles(),
      ]);
      if (sent.status === 'fulfilled') expect(await fileOf(client, uploader, id)).toBe('text');
      else expect(sent.reason).toMatchObject({ code: 'attachment_not_found' });
    }
  });

  it('an upload that is taken up again beside the sweep is not swept', async () => {
    const { uploader } = await come();
    const path = await uploader.mustBegin('a.txt', 4);
    chat.world.clock.advance(limits.chatUploadKeptMs + 1_000);
    const [piece] = await Promise.all([uploader.piece(path, 0, text), chat.world.service.sweepFiles()]);
    if (piece.status === 204) expect(await chat.world.filesKnown()).toBe(1);
    else expect(piece.code).toBe('upload_not_found');
    expect((await chat.world.filesLeft()).length).toBe(await chat.world.filesKnown());
  });

  it('a download beside a deletion is the whole file or none', async () => {
    const { client, uploader } = await come();
    for (let round = 0; round < 10; round += 1) {
      const id = randomUUID();
      await client.call('send', { id, text: '', attachmentId: await uploader.upload('a.txt', text) });
      const { filePath } = await client.call('fileLinks', { id });
      const downloads = Array.from({ length: 8 }, async () => {
        const response = await fetch(uploader.origin + filePath);
        return [response.status, response.status === 200 ? await response.text() : ''];
      });
      await client.call('delete', { id });
      for (const [status, body] of await Promise.all(downloads)) {
        expect([`200 text`, '404 ']).toContain(`${status} ${body}`);
      }
    }
  });

  it('downloads that are broken off leave no file open', async () => {
    const { client, uploader } = await come();
    const id = randomUUID();
    const large = new Uint8Array(4 * 1024 * 1024).fill(7);
    await client.call('send', { id, text: '', attachmentId: await uploader.upload('a.bin', large) });
    const { filePath } = await client.call('fileLinks', { id });
    for (let round = 0; round < 100; round += 1) {
      const asking = httpRequest(uploader.origin + filePath, { agent: false });
      asking.on('error', () => undefined);
      asking.end();
      setTimeout(() => asking.destroy(), round % 4);
    }
    const openBlobs = () =>
      readdirSync('/proc/self/fd').filter((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`).endsWith('.blob');
        } catch {
          return false;
        }
      });
    await vi.waitFor(() => expect(openBlobs()).toEqual([]), { timeout: 5_000, interval: 100 });
    expect((await fetch(uploader.origin + filePath)).status).toBe(200);
  });

  it('a connection on which a piece was refused is not left hanging', async () => {
    const { uploader } = await come();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const path = await uploader.mustBegin('a.bin', 600_000);
    const patch = (atByte: number) =>
      new Promise<{ status: number | undefined; isReused: boolean }>((resolve, reject) => {
        const asking = httpRequest(uploader.origin + path, {
          agent,
          method: 'PATCH',
          headers: {
            ...uploader.headers(),
            'content-type': uploadContentType,
            'upload-offset': String(atByte),
            'content-length': '300000',
          },
        });
        asking.on('error', reject);
        asking.on('response', (response) => {
          response.resume();
          response.on('end', () => resolve({ status: response.statusCode, isReused: asking.reusedSocket }));
        });
        asking.end(Buffer.alloc(300_000));
      });
    expect(await patch(5)).toEqual({ status: 409, isReused: false });
    expect(await patch(0)).toEqual({ status: 204, isReused: false });
    expect(await patch(300_000)).toEqual({ status: 204, isReused: true });
    agent.destroy();
  });

  it('a picture whose preview is being made when the program ends gets it afterwards', async () => {
    const { client, uploader } = await come();
    const picture = pngOf({ widthPx: 1_500, heightPx: 1_500 }, () => red);
    const path = await uploader.mustBegin('red.png', picture.length);
    const cut = uploader.piece(path, 0, picture).catch(() => undefined);
    await vi.waitFor(async () =>
      expect((await uploader.ask('HEAD', path).catch(() => undefined))?.offset).toBe(picture.length),
    );
    await chat.world.restart();
    await cut;
    const again = await chat.world.connect(client.place.token);
    const id = randomUUID();
    await again.call('send', { id, text: '', attachmentId: idOf(path) });
    const { messages } = await again.call('history', { limit: 1 });
    expect(messages[0]?.attachment?.preview).toEqual({ widthPx: 512, heightPx: 512 });
  });
});

describe('a file that cannot be removed', () => {
  const chat = chatInEachTest({ mayLogErrors: true });

  it('holds up no message and no other file, is told of, and goes as soon as it can', async () => {
    const client = await chat.world.come('Anna');
    const uploader = new Uploader(chat.world.urlOf(client.place.token));
    const stuck = randomUUID();
    const attachmentId = await uploader.upload('stuck.txt', text);
    await client.call('send', { id: stuck, text: '', attachmentId });
    const [path = ''] = await chat.world.filesLeft();
    await rm(path);
    await mkdir(`${path}/not-empty`, { recursive: true });
    await client.call('delete', { id: stuck });
    await vi.waitFor(() => expect(JSON.stringify(chat.world.errors)).toContain('could not be cleared away'));
    const id = randomUUID();
    await client.call('send', { id, text: '', attachmentId: await uploader.upload('b.txt', text) });
    await client.call('delete', { id });
    await vi.waitFor(async () => expect(await chat.world.filesKnown()).toBe(1));
    await rm(path, { recursive: true });
    expect(await chat.world.service.sweepFiles()).toBe(1);
    expect(await chat.world.filesKnown()).toBe(0);
  });
});
