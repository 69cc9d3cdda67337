import { VecheError } from '@veche/contracts/errors.ts';
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { rangeOf } from '../http/byte-range.ts';
import { attachmentDisposition } from '../http/content-disposition.ts';
import { fileNameField, requireByteCount, requireFileNameField } from './upload-headers.ts';

const encode = (text: string) => new TextEncoder().encode(text);

/** Header fields of uploads and downloads, whatever stands in them: read within their bounds, or refused in words. */
export const target: FuzzTarget = {
  name: 'chat-upload-headers',
  seeds: [
    encode('filename 0L/RgNC40LLQtdGCLnBuZw==,filetype aW1hZ2UvcG5n'),
    encode('1073741824'),
    encode('bytes=0-499'),
    encode('bytes=-1'),
    encode('bytes=9-'),
    encode('отчёт "за год" 100%.pdf'),
  ],
  run(bytes) {
    const field = new TextDecoder().decode(bytes);
    unlessRefused(() => {
      const count = requireByteCount(field);
      if (!Number.isSafeInteger(count) || count < 0) throw new Error('a count that is none');
    });
    unlessRefused(() => {
      const name = requireFileNameField(field);
      if (requireFileNameField(fileNameField(name)) !== name) throw new Error('a name that does not come back');
    });
    for (const size of [0, 1, 500]) {
      const range = rangeOf(field, size);
      if (typeof range === 'object' && !(0 <= range.first && range.first <= range.last && range.last < size)) {
        throw new Error('a range beyond the blob');
      }
    }
    if (!/^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\x21-\x7e]*$/.test(attachmentDisposition(field))) {
      throw new Error('a header field that could break out');
    }
  },
};

function unlessRefused(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof VecheError)) throw error;
  }
}
