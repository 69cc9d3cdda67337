import { describe, expect, it } from 'vitest';
import { fileNameField, requireByteCount, requireFileNameField } from '../attachments/upload-headers.ts';
import { rangeOf } from './byte-range.ts';
import { attachmentDisposition } from './content-disposition.ts';

describe('the range of a download', () => {
  it.each([
    [undefined, 'all'],
    ['bytes=0-', { first: 0, last: 9 }],
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=3-5', { first: 3, last: 5 }],
    ['bytes=3-500', { first: 3, last: 9 }],
    ['bytes=-4', { first: 6, last: 9 }],
    ['bytes=-400', { first: 0, last: 9 }],
    ['bytes=9-9', { first: 9, last: 9 }],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=5-3', 'all'],
    ['bytes=-', 'all'],
    ['bytes=0-1,4-5', 'all'],
    ['lines=0-1', 'all'],
    ['bytes=0x1-2', 'all'],
    ['bytes=99999999999999999999-', 'all'],
  ])('%s of ten bytes is %o', (field, range) => expect(rangeOf(field, 10)).toEqual(range));

  it('of nothing is nothing', () => expect(rangeOf('bytes=0-', 0)).toBe('unsatisfiable'));
});

describe('the name of a download', () => {
  it.each([
    ['plain.txt', `attachment; filename="plain.txt"; filename*=UTF-8''plain.txt`],
    ['отчёт.pdf', `attachment; filename="_____.pdf"; filename*=UTF-8''%D0%BE%D1%82%D1%87%D1%91%D1%82.pdf`],
    [`a"b\\c%d'(e)*.x`, `attachment; filename="a_b_c_d'(e)*.x"; filename*=UTF-8''a%22b%5Cc%25d%27%28e%29%2A.x`],
  ])('%s', (name, field) => {
    expect(attachmentDisposition(name)).toBe(field);
    expect(decodeURIComponent(field.slice(field.indexOf("''") + 2))).toBe(name);
  });
});

describe('what tus says in headers', () => {
  it.each(['', 'отчёт.pdf', 'ملف.txt', '👩‍👩‍👧 family.png', 'a,b c.txt', '\u{feff}bom.txt'])(
    '%s comes as it is',
    (name) => {
      expect(requireFileNameField(`filetype aW1hZ2UvcG5n,${fileNameField(name)},empty`)).toBe(name);
    },
  );

  it.each([
    undefined,
    '',
    'filename QQ== x',
    'filename !!!!',
    'filename QQ',
    'filename /w==',
    'filename QQ==,filename QQ==',
    'name QQ==',
    ['filename QQ==', 'filename QQ=='],
  ])('no name: %s', (field) =>
    expect(() => requireFileNameField(field)).toThrow(expect.objectContaining({ code: 'invalid_request' })),
  );

  it.each(['', '-1', '1.5', '01', '1e3', ' 1', '1234567890123456', undefined])('no count: %s', (field) =>
    expect(() => requireByteCount(field)).toThrow(expect.objectContaining({ code: 'invalid_request' })),
  );

  it('a count', () =>
    expect([requireByteCount('0'), requireByteCount('123456789012345')]).toEqual([0, 123456789012345]));
});
