import { randomBytes, randomUUID } from 'node:crypto';
import { chatUploadsPath } from '@veche/contracts/chat/chat-files.ts';
import type { ErrorBody } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { describe, expect, it, vi } from 'vitest';
import { owner } from './suite/chat-for-tests.ts';
import { chatInEachTest } from './suite/chat-in-each-test.ts';
import { idOf, Uploader } from './suite/uploader.ts';

const chat = chatInEachTest();
const bytes = (text: string) => new TextEncoder().encode(text);

async function comeWithUploader(name: string, changes = {}) {
  const client = await chat.world.come(name, changes);
  return { client, uploader: new Uploader(chat.world.urlOf(client.place.token)) };
}
const download = (uploader: Uploader, path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(uploader.origin + path, { method, headers });

describe('a file (C2)', () => {
  it('arrives in pieces over cut connections and a restart, goes with a message, and is had bit for bit', async () => {
    const { client: anna, uploader } = await comeWithUploader('Anna');
    const boris = await comeWithUploader('Boris');
    const content = randomBytes(300_000);
    const name = 'Отчёт «за год» 100% – 報告 👩‍👩‍👧.bin';
    const path = await uploader.mustBegin(name, content.length);
    expect((await uploader.piece(path, 0, content.subarray(0, 100_000))).offset).toBe(100_000);
    const hanging = uploader.hangingPiece(path, 100_000, content.subarray(100_000, 150_000), 200_000);
    await vi.waitFor(async () =>
      expect((await chat.world.ports.uploads.progress(idOf(path)))?.sizeBytes).toBe(150_000),
    );
    hanging.cut();
    await hanging.ended;
    await vi.waitFor(async () => expect((await uploader.ask('HEAD', path)).offset).toBe(150_000));
    await chat.world.restart();
    const head = await uploader.ask('HEAD', path);
    expect([head.status, head.offset, head.headers.get('upload-length')]).toEqual([200, 150_000, '300000']);
    expect((await uploader.piece(path, 150_000, content.subarray(150_000))).offset).toBe(300_000);

    const again = await chat.world.connect(anna.place.token);
    const listener = await chat.world.connect(boris.client.place.token);
    const id = randomUUID();
    await again.call('send', { id, text: '', attachmentId: idOf(path) });
    await vi.waitFor(() => expect(listener.heard.at(-1)?.method).toBe('message'));
    expect(listener.heard.at(-1)?.params.message).toMatchObject({
      id,
      text: '',
      attachment: { id: idOf(path), name, sizeBytes: 300_000, contentType: 'application/octet-stream', preview: null },
    });
    const { filePath, previewPath, expiresAtMs } = await listener.call('fileLinks', { id });
    expect([previewPath, expiresAtMs]).toEqual([null, chat.world.clock.nowMs() + limits.chatFileLinkTtlMs]);
    const response = await download(uploader, filePath);
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
    const field = response.headers.get('content-disposition') ?? '';
    expect(decodeURIComponent(field.slice(field.indexOf("''") + 2))).toBe(name);
  });

  it('is given only as something to keep: attachment, its own type, nothing in it may run', async () => {
    const { client, uploader } = await comeWithUploader('Anna');
    const page = bytes('<!doctype html><script>alert(1)</script>');
    const id = randomUUID();
    await client.call('send', { id, text: 'see', attachmentId: await uploader.upload('page.html', page) });
    const { filePath } = await client.call('fileLinks', { id });
    const { headers, status } = await download(uploader, filePath);
    expect(status).toBe(200);
    expect(headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox; frame-ancestors 'none'");
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('private, no-store');
  });

  it('is given by ranges, and asked about without being given', async () => {
    const { client, uploader } = await comeWithUploader('Anna');
    const id = randomUUID();
    await client.call('send', { id, text: '', attachmentId: await uploader.upload('ten.txt', bytes('0123456789')) });
    const { filePath } = await client.call('fileLinks', { id });
    const part = await download(uploader, filePath, { range: 'bytes=3-5' });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([206, '345', 'bytes 3-5/10']);
    const etag = part.headers.get('etag') ?? '';
    expect((await download(uploader, filePath, { range: 'bytes=3-', 'if-range': etag })).status).toBe(206);
    expect((await download(uploader, filePath, { range: 'bytes=3-', 'if-range': '"other"' })).status).toBe(200);
    const beyond = await download(uploader, filePath, { range: 'bytes=10-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */10']);
    const asked = await download(uploader, filePath, {}, 'HEAD');
    expect([asked.status, asked.headers.get('content-length'), asked.headers.get('accept-ranges')]).toEqual([
      200,
      '10',
      'bytes',
    ]);
    expect((await download(uploader, filePath, { 'if-none-match': etag })).status).toBe(304);
  });

  it('a link holds for ten minutes, and only as it was made', async () => {
    const { client, uploader } = await comeWithUploader('Anna');
    const id = randomUUID();
    await client.call('send', { id, text: '', attachmentId: await uploader.upload('a.txt', bytes('text')) });
    const { filePath } = await client.call('fileLinks', { id });
    for (const path of [`${filePath}x`, filePath.replace(/.$/, ''), '/chat/v1/files/', '/chat/v1/files/a.b']) {
      expect((await download(uploader, path)).status, path).toBe(404);
    }
    chat.world.clock.advance(limits.chatFileLinkTtlMs);
    const gone = await download(uploader, filePath);
    expect([gone.status, ((await gone.json()) as ErrorBody).error.code]).toEqual([404, 'file_gone']);
  });

  it('is for those who may see its message', async () => {
    const anna = await comeWithUploader('Anna');
    const [boris, clara] = [await chat.world.come('Boris'), await chat.world.come('Clara')];
    const host = await chat.world.come('Host', { role: 'host', userId: owner });
    const id = randomUUID();
    await anna.client.call('send', {
      id,
      text: '',
      receiverId: boris.place.participantId,
      attachmentId: await anna.uploader.upload('a.txt', bytes('text')),
    });
    await expect(boris.call('fileLinks', { id })).resolves.toMatchObject({ previewPath: null });
    for (const other of [clara, host]) {
      await expect(other.call('fileLinks', { id })).rejects.toMatchObject({ code: 'message_not_found' });
    }
    await host.call('setPolicy', { history: 'none' });
    const open = randomUUID();
    await anna.client.call('send', { id: open, text: 'words' });
    chat.world.clock.advance(1_000);
    const late = await chat.world.come('Late');
    await expect(late.call('fileLinks', { id: open })).rejects.toMatchObject({ code: 'message_not_found' });
    await expect(clara.call('fileLinks', { id: open })).rejects.toMatchObject({ code: 'file_gone' });
  });

  it('stays when its sender leaves, and the owner has it after the meeting', async () => {
    const { client, uploader } = await comeWithUploader('Anna');
    const id = randomUUID();
    await client.call('send', { id, text: 'notes', attachmentId: await uploader.upload('notes.txt', bytes('text')) });
    client.socket.close();
    chat.world.withdraw(client.place.token);
    chat.world.service.conferenceEnded(chat.world.conferenceId);
    const path = `/api/v1/conferences/${chat.world.conferenceId}/messages`;
    const { filePath } = (await chat.world.get(`${path}/${id}/file`, owner)).json();
    expect(await (await download(uploader, filePath)).text()).toBe('text');
    expect((await chat.world.get(`${path}/${id}/file`)).statusCode).toBe(401);
    expect((await chat.world.get(`${path}/export`, owner)).body).toContain('Anna: [notes.txt, 4 bytes] notes');
    const exported = (await chat.world.get(`${path}/export?format=json`, owner)).json();
    expect(exported.messages[0].attachment).toMatchObject({ name: 'notes.txt', sizeBytes: 4 });
  });

  it('goes with its message, and everything goes with the meeting', async () => {
    const { client, uploader } = await comeWithUploader('Anna');
    const [first, second] = [randomUUID(), randomUUID()];
    await client.call('send', { id: first, text: '', attachmentId: await uploader.upload('a.txt', bytes('one')) });
    await client.call('send', { id: second, text: '', attachmentId: await uploader.upload('b.txt', bytes('two')) });
    const unfinished = await uploader.mustBegin('c.txt', 10);
    const { filePath } = await client.call('fileLinks', { id: first });
    await client.call('delete', { id: first });
    await vi.waitFor(async () => expect((await download(uploader, filePath)).status).toBe(404));
    await expect(client.call('fileLinks', { id: first })).rejects.toMatchObject({ code: 'file_gone' });
    expect((await chat.world.ports.blobs.list('', { limit: 10 })).length).toBe(1);
    await chat.world.service.conferenceDeleted(chat.world.conferenceId);
    await vi.waitFor(async () => expect(await chat.world.filesLeft()).toEqual([]));
    expect((await uploader.piece(unfinished, 0, bytes('0123456789'))).code).toBe('upload_not_found');
  });
});

describe('an upload', () => {
  it('speaks tus 1.0.0, and says what it can', async () => {
    const { uploader } = await comeWithUploader('Anna');
    const options = await fetch(uploader.origin + chatUploadsPath, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('tus-version'), options.headers.get('tus-max-size')]).toEqual([
      204,
      '1.0.0',
      '1073741824',
    ]);
    const old = await uploader.ask('POST', chatUploadsPath, { 'tus-resumable': '0.2.2', 'upload-length': '1' });
    expect([old.status, old.code, old.headers.get('tus-version')]).toEqual([412, 'tus_version', '1.0.0']);
    for (const headers of [{ 'upload-defer-length': '1' }, { 'upload-length': '1.5' }, { 'upload-length': '5' }]) {
      expect((await uploader.ask('POST', chatUploadsPath, headers as never)).code).toBe('invalid_request');
    }
    const path = await uploader.mustBegin('a.txt', 4);
    const wrongType = { 'content-type': 'text/plain', 'upload-offset': '0' };
    expect((await uploader.ask('PATCH', path, wrongType, bytes('text'))).status).toBe(415);
    expect((await uploader.piece(path, 1, bytes('ext'))).code).toBe('upload_offset_wrong');
    expect((await uploader.piece(path, 0, bytes('texts'))).code).toBe('invalid_request');
    expect((await uploader.piece(path, 0, bytes('text'))).offset).toBe(4);
    // The answer was lost: asked once more, it is what it was.
    expect((await uploader.piece(path, 4, bytes(''))).offset).toBe(4);
    expect((await uploader.ask('HEAD', path)).offset).toBe(4);
  });

  it('is nobody else’s, and nobody’s without a place', async () => {
    const [anna, boris] = [await comeWithUploader('Anna'), await comeWithUploader('Boris')];
    const path = await anna.uploader.mustBegin('a.txt', 4);
    for (const method of ['HEAD', 'DELETE']) expect((await boris.uploader.ask(method, path)).status).toBe(404);
    expect((await boris.uploader.piece(path, 0, bytes('text'))).code).toBe('upload_not_found');
    expect((await anna.uploader.piece(`${chatUploadsPath}/..%2f..%2fx`, 0, bytes('text'))).code).toBe(
      'upload_not_found',
    );
    await anna.uploader.piece(path, 0, bytes('text'));
    await expect(boris.client.say('', { attachmentId: idOf(path) })).rejects.toMatchObject({
      code: 'attachment_not_found',
    });
    chat.world.withdraw(anna.client.place.token);
    expect((await anna.uploader.begin('a.txt', 4)).code).toBe('participant_token_invalid');
  });

  it('that hangs is taken over by whoever goes on with it, and what came of it counts', async () => {
    const { uploader } = await comeWithUploader('Anna');
    const path = await uploader.mustBegin('a.bin', 1_000);
    const hanging = uploader.hangingPiece(path, 0, randomBytes(400), 1_000);
    await vi.waitFor(async () => expect((await chat.world.ports.uploads.progress(idOf(path)))?.sizeBytes).toBe(400));
    expect((await uploader.piece(path, 400, randomBytes(600))).offset).toBe(1_000);
    await hanging.ended;
  });

  it('that brings nothing for a while is given up, and what came of it counts', async () => {
    const { uploader } = await comeWithUploader('Anna');
    const path = await uploader.mustBegin('a.bin', 1_000);
    const startMs = performance.now();
    await uploader.hangingPiece(path, 0, randomBytes(400), 1_000).ended;
    expect(performance.now() - startMs).toBeGreaterThan(limits.chatUploadIdleMs - 1_000);
    expect((await uploader.ask('HEAD', path)).offset).toBe(400);
  });

  it('is forbidden where the host has switched files off; hosts may', async () => {
    const { client, uploader } = await comeWithUploader('Anna');
    const host = await comeWithUploader('Host', { role: 'host', userId: owner });
    const attachmentId = await uploader.upload('a.txt', bytes('text'));
    await host.client.call('setPolicy', { files: false });
    await vi.waitFor(async () => expect((await uploader.begin('b.txt', 4)).code).toBe('files_off'));
    await expect(client.say('', { attachmentId })).rejects.toMatchObject({ code: 'files_off' });
    await host.client.say('', { attachmentId: await host.uploader.upload('c.txt', bytes('text')) });
  });

  it('goes with one message, however often that is sent', async () => {
    const { client, uploader } = await comeWithUploader('Anna');
    const unfinished = await uploader.mustBegin('a.txt', 4);
    await expect(client.say('', { attachmentId: idOf(unfinished) })).rejects.toMatchObject({
      code: 'attachment_not_found',
    });
    const attachmentId = await uploader.upload('b.txt', bytes('text'));
    const message = { id: randomUUID(), text: '', attachmentId };
    const [one, two] = await Promise.all([client.call('send', message), client.call('send', message)]);
    expect(two).toEqual(one);
    await expect(client.say('', { attachmentId })).rejects.toMatchObject({ code: 'attachment_not_found' });
    expect(await client.call('send', message)).toEqual(one);
    expect((await uploader.ask('DELETE', `${chatUploadsPath}/${attachmentId}`)).code).toBe('upload_not_found');
    await expect(client.say('  ')).rejects.toMatchObject({ code: 'message_empty' });
  });

  it('whose last byte came just before a crash is looked at by whoever goes on: a piece of nothing, or the message', async () => {
    const { client, uploader } = await comeWithUploader('Anna');
    const content = async function* () {
      yield bytes('text');
    };
    for (const go of ['piece', 'send', 'moved']) {
      const path = await uploader.mustBegin(`${go}.txt`, 4);
      const id = idOf(path);
      await chat.world.ports.uploads.append(id, { atByte: 0, content: content(), maxBytes: 4 });
      if (go === 'moved') await chat.world.ports.uploads.finish(id, `chat/${chat.world.conferenceId}/${id}`);
      expect((await uploader.ask('HEAD', path)).offset).toBe(4);
      if (go !== 'send') expect((await uploader.piece(path, 4, bytes(''))).offset).toBe(4);
      await client.say('', { attachmentId: id });
    }
    await vi.waitFor(async () => expect((await client.call('history', { limit: 9 })).messages.length).toBe(3));
  });

  it('that is given up leaves nothing', async () => {
    const { uploader } = await comeWithUploader('Anna');
    const path = await uploader.mustBegin('a.txt', 4);
    expect((await uploader.ask('DELETE', path)).status).toBe(204);
    expect((await uploader.ask('DELETE', path)).status).toBe(404);
    expect(await chat.world.filesLeft()).toEqual([]);
  });

  it('that nobody goes on with is cleared away after a day, and so is a file that nobody sends; what was sent stays', async () => {
    const { client, uploader } = await comeWithUploader('Anna');
    await uploader.mustBegin('left.txt', 4);
    await uploader.upload('unsent.txt', bytes('text'));
    const sent = await uploader.upload('sent.txt', bytes('text'));
    await client.say('', { attachmentId: sent });
    chat.world.clock.advance(limits.chatUploadKeptMs - 1_000);
    const late = await uploader.mustBegin('late.txt', 4);
    expect(await chat.world.service.sweepFiles()).toBe(0);
    chat.world.clock.advance(2_000);
    expect(await chat.world.service.sweepFiles()).toBe(2);
    const left = await chat.world.filesLeft();
    expect(left.map((path) => path.replace('.blob', '').split('/').at(-1)).sort()).toEqual([sent, idOf(late)].sort());
  });
});
