import { limits } from '@veche/contracts/limits.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endingsOf, requireFileName } from './file-name.ts';
import { outcomeOf } from './fixtures/outcome.ts';

const outcome = (name: string) => outcomeOf(() => requireFileName(name));

describe('a file’s name', () => {
  it.each([
    'photo.jpg',
    'Отчёт за квартал (финал) — копия.docx',
    'تقرير الاجتماع.pdf',
    'דו"ח.xlsx',
    '会議の議事録.pptx',
    'नमस्ते.txt',
    '👩‍👩‍👧 on holiday 🏖️.heic',
    'Cafe\u0301 menu.pdf',
    'Screenshot 2024-05-01 at 10.12.33\u202fAM.png',
    '\u200fملف\u200e v2.txt',
    '\u2067ملف\u2069.txt',
    '.gitignore',
    'Makefile',
    'a:b?c*d"e<f>g|h.txt',
    ' leading and trailing ',
    '...and then.txt',
  ])('stays exactly as it was given: %j', (name) => {
    expect(outcome(name)).toBe(name);
  });

  it.each([
    '',
    ' ',
    '.',
    '..',
    ' . .. ',
    '\u200b\u200e',
    '\u3000',
    'a/b.txt',
    '../etc/passwd',
    'C:\\boot.ini',
    'a\0.txt',
    'a\n.txt',
    'a\u0085.txt',
    'a\u2028.txt',
    'half \ud83d.png',
    'photo\u202egpj.scr',
    'photo\u202dx.txt',
  ])('is refused when it is none, holds a path or reads other than it is: %j', (name) => {
    expect(outcome(name)).toBe('file_name_invalid');
  });

  it('is as long as its alphabet allows: counted in code points', () => {
    for (const letter of ['x', 'ж', '漢', '👋']) {
      expect(outcome(letter.repeat(limits.chatFileNameMaxLength))).toBe(letter.repeat(limits.chatFileNameMaxLength));
      expect(outcome(letter.repeat(limits.chatFileNameMaxLength + 1))).toBe('file_name_invalid');
    }
    expect(outcome('x'.repeat(10_000_000))).toBe('file_name_invalid');
  });

  it('whatever comes: the same name, or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 300 })), (name) => {
        expect([name, 'file_name_invalid']).toContain(outcome(name));
        for (const ending of endingsOf(name)) expect(ending).not.toMatch(/[.:]/);
      }),
    );
  });
});

describe('the endings of a name', () => {
  it.each<[string, string[]]>([
    ['photo.JPG', ['jpg']],
    ['archive.tar.gz', ['tar', 'gz']],
    ['photo.jpg.exe', ['jpg', 'exe']],
    ['notes about setup.exe problems.txt', ['exe problems', 'txt']],
    ['setup.exe. . .', ['exe']],
    ['setup.exe\u00a0', ['exe']],
    ['setup.ｅｘｅ', ['exe']],
    ['setup．exe', ['exe']],
    ['setup․exe', ['exe']],
    ['setup.e\u200dxe\u200e', ['exe']],
    ['setup.EXE::$DATA', ['exe']],
    ['call at 12:30.txt', ['txt']],
    ['.gitignore', ['gitignore']],
    ['Makefile', []],
    ['', []],
    ['отчёт.ТХТ', ['тхт']],
  ])('are those that the laxest system sees: %j', (name, endings) => {
    expect(endingsOf(name)).toEqual(endings);
  });
});
