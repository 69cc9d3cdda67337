import { describe, expect, it } from 'vitest';
import { incomingFiles, isText, withGoodName } from './incoming-files.ts';

const file = (name: string) => new File(['x'], name, { type: 'image/png', lastModified: 5 });
const item = (kind: string, one: File | null, isDirectory?: boolean) => ({
  kind,
  getAsFile: () => one,
  webkitGetAsEntry: () => (isDirectory === undefined ? null : { isDirectory }),
});
const transfer = (items: ReturnType<typeof item>[], files: File[] = []) =>
  ({ items, files }) as unknown as Pick<DataTransfer, 'items' | 'files'>;

describe('what is dropped', () => {
  it('is files; folders are told apart, and words are no file', () => {
    const [a, b] = [file('a.png'), file('b.png')];
    const dropped = transfer([
      item('file', a, false),
      item('file', file('folder'), true),
      item('string', null),
      item('file', b),
    ]);
    expect(incomingFiles(dropped)).toEqual({ files: [a, b], hasFolders: true });
  });

  it('is taken as it is where a browser says no more', () => {
    const a = file('a.png');
    expect(incomingFiles(transfer([], [a]))).toEqual({ files: [a], hasFolders: false });
  });
});

describe('what is pasted', () => {
  const data = (types: string[], text: string) => ({ types, getData: () => text });
  it('is text where it is a piece of a document with its picture, and else a file', () => {
    expect(isText(data(['text/plain', 'text/html', 'Files'], 'cells'))).toBe(true);
    expect(isText(data(['text/html', 'Files'], ''))).toBe(false);
    expect(isText(data(['text/plain', 'Files'], 'report.pdf'))).toBe(false);
    expect(isText(data(['Files'], ''))).toBe(false);
  });

  it('gets a name that says when, if it has none of its own', async () => {
    const now = new Date(2026, 10, 4, 9, 5, 7);
    const named = withGoodName(file('image.png'), 'Картинка', now);
    expect([named.name, named.type, await named.text()]).toEqual([
      'Картинка 2026-11-04 09-05-07.png',
      'image/png',
      'x',
    ]);
    const own = file('my image.png');
    expect(withGoodName(own, 'Picture', now)).toBe(own);
  });
});
