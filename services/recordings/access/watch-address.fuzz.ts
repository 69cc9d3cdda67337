import { limits } from '@veche/contracts/limits.ts';
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { fileOfKey } from '../domain/blob-keys.ts';
import { chatAsWebVtt } from '../domain/chat-files.ts';
import { fileNameOf } from '../domain/recording-name.ts';
import { rangeOf } from '../http/byte-range.ts';
import { attachmentDisposition } from '../http/content-disposition.ts';
import { readWatchToken, writeWatchToken } from './watch-token.ts';

const encode = (text: string) => new TextEncoder().encode(text);
const secret = encode('a secret of its own, 32 bytes ...');
const recordingId = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const genuine = writeWatchToken(recordingId, { by: 'owner', userId: recordingId }, 0, secret);

/** What strangers write into addresses, header fields, names and messages: it opens nothing, and breaks out of nothing. */
export const target: FuzzTarget = {
  name: 'recording-addresses',
  seeds: [
    encode(genuine),
    encode(writeWatchToken(recordingId, { by: 'share', shareId: recordingId }, 1e12, secret)),
    encode('bytes=0-499'),
    encode('bytes=-1'),
    encode('Standup "12"/..\\ 100%: отчёт'),
    encode('x\n\n00:00:01.000 --> 99:00:00.000\n<b>'),
    encode(`recordings/${recordingId}/chunks/1-0-abc`),
  ],
  run(bytes) {
    const text = new TextDecoder().decode(bytes);
    const opened = readWatchToken(text, 0, secret);
    if (opened !== undefined && opened !== 'expired') {
      if (opened.recordingId !== recordingId) throw new Error('a forged address opens something');
      if (text === genuine && opened.expiresAtMs !== limits.recordingLinkTtlMs) throw new Error('it opens too long');
    }
    for (const size of [0, 1, 500]) {
      const range = rangeOf(text, size);
      if (typeof range === 'object' && !(0 <= range.first && range.first <= range.last && range.last < size)) {
        throw new Error('a range beyond the file');
      }
    }
    const fileName = fileNameOf(text, '2026-03-01T12:00:00.000Z', '.mp4');
    if (/[/\\\p{Cc}]|^\.|^ /u.test(fileName)) throw new Error('a file name that is none');
    if (
      !/^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\x21-\x7e]*$/.test(attachmentDisposition(fileName))
    ) {
      throw new Error('a header field that could break out');
    }
    const message = { id: '', atMs: 0, at: '', name: text, text, fileName: text };
    const vtt = chatAsWebVtt([message]);
    if (vtt.match(/-->/g)?.length !== 1 || vtt.trimEnd().split('\n\n').length !== 2)
      throw new Error('a cue breaks out');
    fileOfKey(text);
  },
};
