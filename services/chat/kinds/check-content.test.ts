import { limits } from '@veche/contracts/limits.ts';
import { describe, expect, it } from 'vitest';
import { checkContent } from './check-content.ts';
import { contentTypes } from './content-kinds.ts';
import { contentOfBytes } from './file-content.ts';
import { sparseContent } from './fixtures/counted-content.ts';
import { checked } from './fixtures/outcome.ts';
import { bytesOf, ole2Of, pngOf, programs, samples, textOf } from './fixtures/sample-files.ts';
import { zipOf } from './fixtures/zip-builder.ts';
import { kindBounds } from './kind-bounds.ts';

const allowed = { allowExecutables: true };
const manyNames = [
  'photo.jpg',
  'notes.txt',
  'plan.docx',
  'clip.mp4',
  'archive.zip',
  'data.bin',
  'no ending',
  'пример.пример',
];

describe('a program', () => {
  it.each(Object.entries(programs))('is refused whatever its name: %s', async (kind, bytes) => {
    for (const name of manyNames) {
      const isSource = kind === 'script' && name === 'notes.txt';
      expect(await checked(name, bytes), name).toBe(isSource ? 'text/plain' : 'file_executable');
    }
  });

  it.each(Object.entries(programs))(
    'is let through when the operator says so, under no false name: %s',
    async (kind, bytes) => {
      expect(await checked('tool.bin', bytes, allowed)).toMatch(/^(application\/octet-stream|text\/plain)$/);
      expect(await checked('photo.jpg', bytes, allowed)).toBe('file_content_mismatch');
      if (kind === 'pe') expect(await checked('setup.exe', bytes, allowed)).toBe('application/octet-stream');
    },
  );

  it('is refused by its name alone, before anything is read', async () => {
    const unread = sparseContent(100, []);
    expect(await checked('photo.jpg.exe', unread)).toBe('file_executable');
    expect(unread.reads).toBe(0);
    expect(await checked('photo.jpg.exe', samples.jpeg, allowed)).toBe('image/jpeg');
  });

  it('is found in a file of a gigabyte, by its beginning or its end', async () => {
    const size = 1024 ** 3;
    const dmg = sparseContent(size, [{ at: size - 512, bytes: bytesOf("'koly' 00 00 00 04") }]);
    expect(await checked('backup', dmg)).toBe('file_executable');
    expect(dmg.bytesRead).toBeLessThanOrEqual(kindBounds.headBytes + kindBounds.trailerBytes);
    expect(await checked('backup', sparseContent(size, [{ at: 0x8000, bytes: bytesOf("01 'CD001' 01") }]))).toBe(
      'file_executable',
    );
    expect(await checked('backup', sparseContent(size, []))).toBe('application/octet-stream');
  });

  it('written as text is source where an editor opens it', async () => {
    for (const name of ['deploy.sh', 'tool.py', 'readme.md', 'build.ts', 'notes.txt']) {
      expect(await checked(name, samples.script)).toMatch(/^text\//);
    }
    for (const name of ['deploy', 'photo.png', 'run.bin', 'report.pdf']) {
      expect(await checked(name, samples.script)).toBe('file_executable');
    }
    expect(await checked('main.js', textOf('alert(1)'))).toBe('file_executable');
  });

  it('is not what merely speaks of one', async () => {
    expect(await checked('notes about setup.exe problems.txt', textOf('It does not start.'))).toBe('text/plain');
    expect(await checked('setup.exe.txt', textOf('It does not start.'))).toBe('text/plain');
    expect(await checked('setup.exe.txt', programs.pe)).toBe('file_executable');
    expect(
      await checked('sources.zip', zipOf([{ name: 'app/META-INF/MANIFEST.MF' }, { name: 'app/Main.class' }])),
    ).toBe('application/zip');
    expect(await checked('project.zip', zipOf([{ name: 'AndroidManifest.xml' }, { name: 'java/Main.java' }]))).toBe(
      'application/zip',
    );
  });
});

describe('a picture', () => {
  const pictures = ['png', 'jpeg', 'gif', 'webp', 'bmp', 'tiff', 'heic', 'avif', 'ico', 'psd', 'jxl', 'jp2'] as const;

  it.each(pictures)('may have the ending of any picture and is served as what it is: %s', async (kind) => {
    for (const name of [
      'photo.jpg',
      'IMG_0001.HEIC',
      'Screenshot 2024-05-01 at 10.12.33\u202fAM.png',
      'saved.webp',
      'фото',
    ]) {
      expect(await checkContent(name, contentOfBytes(samples[kind]), { allowExecutables: false })).toEqual({
        contentType: contentTypes[kind],
        isPicture: ['png', 'jpeg', 'webp', 'gif'].includes(kind),
      });
    }
  });

  it('under another ending is not what it says', async () => {
    for (const name of ['notes.txt', 'plan.docx', 'archive.zip', 'clip.mp4', 'report.pdf', 'drawing.svg', 'font.ttf']) {
      expect(await checked(name, samples.png)).toBe('file_content_mismatch');
    }
  });

  it('is not made of anything else by its name', async () => {
    for (const bytes of [
      samples.html,
      samples.text,
      samples.pdf,
      samples.zip,
      samples.svg,
      samples.mp4,
      bytesOf('00 01 02', 99),
    ]) {
      expect(await checked('photo.jpg', bytes)).toBe('file_content_mismatch');
    }
  });

  it('may claim to be huge: its pixels are judged elsewhere', async () => {
    expect(await checked('huge.png', pngOf(10_000, 10_000))).toBe('image/png');
  });
});

describe('a recording', () => {
  const recordings = [
    'mp4',
    'mov',
    'm4a',
    'webm',
    'mkv',
    'avi',
    'wav',
    'mp3',
    'bareMp3',
    'flac',
    'ogg',
    'aac',
    'asf',
    'mpegTs',
  ] as const;

  it.each(recordings)('may have the ending of any recording and is served as what it is: %s', async (kind) => {
    const contentType = contentTypes[kind === 'bareMp3' ? 'mp3' : kind];
    for (const name of ['clip.mp4', 'clip.mov', 'voice.m4a', 'voice.mp3'])
      expect(await checked(name, samples[kind])).toBe(contentType);
    expect(await checked('clip.png', samples[kind])).toBe('file_content_mismatch');
  });

  it('shares its ending with TypeScript', async () => {
    expect(await checked('film.ts', samples.mpegTs)).toBe('video/mp2t');
    expect(await checked('00001.MTS', samples.mpegTs)).toBe('video/mp2t');
    expect(await checked('main.ts', textOf('export const one = 1;'))).toBe('text/plain');
    expect(await checked('main.ts', samples.png)).toBe('file_content_mismatch');
  });
});

describe('a document', () => {
  it.each<[string, Uint8Array, string]>([
    ['plan.docx', samples.docx, contentTypes.docx],
    ['plan.docm', samples.docx, contentTypes.docx],
    ['plan.xlsx', samples.xlsx, contentTypes.xlsx],
    ['plan.pptx', samples.pptx, contentTypes.pptx],
    ['with a password.docx', samples.ole2, contentTypes.docx],
    ['plan.odt', samples.odt, contentTypes.odt],
    ['plan.ods', samples.ods, contentTypes.ods],
    ['plan.odp', samples.odp, contentTypes.odp],
    ['plan.odg', samples.odg, contentTypes.zip],
    ['book.epub', samples.epub, contentTypes.epub],
    ['plan.doc', samples.ole2, 'application/msword'],
    ['really new.doc', samples.docx, 'application/msword'],
    ['really rich.doc', samples.rtf, 'application/msword'],
    ['from a web shop.xls', samples.html, 'application/vnd.ms-excel'],
    ['letter.msg', samples.ole2, 'application/x-ole-storage'],
    ['plan.pdf', samples.pdf, 'application/pdf'],
    ['sent by a scanner.pdf', samples.latePdf, 'application/pdf'],
    ['plan.rtf', samples.rtf, 'application/rtf'],
    ['plan.pages', samples.zip, 'application/zip'],
    ['no ending', samples.docx, contentTypes.docx],
    ['rezumé.неведомо', samples.pdf, 'application/pdf'],
  ])('is taken under its ending: %s', async (name, bytes, contentType) => {
    expect(await checked(name, bytes)).toBe(contentType);
  });

  it.each<[string, Uint8Array]>([
    ['plan.docx', samples.zip],
    ['plan.docx', samples.xlsx],
    ['plan.docx', samples.text],
    ['plan.docx', samples.docx.slice(0, -30)],
    ['plan.odt', samples.docx],
    ['plan.odt', samples.ods],
    ['book.epub', samples.zip],
    ['plan.pdf', samples.docx],
    ['plan.pdf', samples.text],
    ['plan.doc', samples.png],
    ['letter.msg', samples.text],
    ['archive.zip', samples.zip.slice(0, -1)],
    ['archive.zip', samples['7z']],
    ['archive.rar', samples['7z']],
    ['archive.7z', samples.gzip],
    ['archive.tar.gz', samples.tar],
    ['archive.zip', new Uint8Array(0)],
    ['notes.txt', samples.docx],
    ['notes.txt', bytesOf("'words' 00 00 'words'")],
    ['data.json', samples.gzip],
    ['font.woff2', samples.zip],
  ])('is refused under one that it does not keep: %s', async (name, bytes) => {
    expect(await checked(name, bytes)).toBe('file_content_mismatch');
  });

  it('in OLE2 is looked at wherever its directory lies, and nowhere outside of the file', async () => {
    const far = Buffer.from(ole2Of().slice(0, 512));
    far.writeUInt32LE(100_000, 48);
    const at = 100_001 * 512;
    const root = programs.msi.slice(1024, 1024 + 128);
    expect(
      await checked(
        'old',
        sparseContent(at + 512, [
          { at: 0, bytes: far },
          { at, bytes: root },
        ]),
      ),
    ).toBe('file_executable');
    expect(await checked('old', sparseContent(at, [{ at: 0, bytes: far }]))).toBe('application/x-ole-storage');
    expect(await checked('old.doc', ole2Of().slice(0, 100))).toBe('application/msword');
  });
});

describe('text', () => {
  it.each<[string, Uint8Array, string]>([
    ['notes.txt', samples.text, 'text/plain'],
    ['empty.txt', new Uint8Array(0), 'text/plain'],
    ['page.html', samples.html, 'text/html'],
    ['page', samples.html, 'text/html'],
    ['page.txt', samples.html, 'text/plain'],
    ['drawing.txt', samples.svg, 'text/plain'],
    ['drawing.xml', samples.svg, 'application/xml'],
    ['table.csv', Buffer.from('\ufeffa;b\n1;2\n', 'utf16le'), 'text/csv'],
    ['table.csv', bytesOf("cf f0 e8 e2 e5 f2 ';1' 0d 0a"), 'text/csv'],
    ['data.json', textOf('{"a":1}'), 'application/json'],
    ['unknown.log', bytesOf("'line' 0a 00 00 00 00"), 'application/octet-stream'],
    ['server.key', textOf('-----BEGIN PRIVATE KEY-----'), 'text/plain'],
  ])('is served as its ending says, or else by what it is: %s', async (name, bytes, contentType) => {
    expect(await checked(name, bytes)).toBe(contentType);
  });
});

describe('an SVG', () => {
  const scripted = textOf('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

  it('is looked at wherever it would be served as one', async () => {
    expect(await checked('drawing.svg', samples.svg)).toBe('image/svg+xml');
    expect(await checked('drawing', samples.svg)).toBe('image/svg+xml');
    expect(await checked('drawing.svg', scripted)).toBe('file_scripted');
    expect(await checked('drawing', scripted)).toBe('file_scripted');
    expect(await checked('drawing.svg', scripted, allowed)).toBe('file_scripted');
    expect(await checked('drawing.svg', Buffer.from(`\ufeff${Buffer.from(scripted)}`, 'utf16le'))).toBe(
      'file_scripted',
    );
    expect(await checked('drawing.svg', samples.html)).toBe('file_content_mismatch');
  });

  it('larger than is read is refused', async () => {
    const fits = Buffer.alloc(limits.chatSvgMaxBytes, ' ');
    fits.set(samples.svg);
    expect(await checked('drawing.svg', fits)).toBe('image/svg+xml');
    expect(await checked('drawing.svg', Buffer.concat([fits, textOf(' ')]))).toBe('file_scripted');
  });
});

describe('what has no ending that is known', () => {
  it.each(Object.entries(samples).filter(([kind]) => kind !== 'script'))(
    'goes as what it is: %s',
    async (_kind, bytes) => {
      for (const name of ['no ending', 'file.неведомо', '.hidden'])
        expect(await checked(name, bytes)).toMatch(/^[a-z]+\/[\w.+-]+$/);
    },
  );

  it('may be a volume of a split archive, which has no directory', async () => {
    expect(await checked('films.zip.001', samples.zip.slice(0, 40))).toBe('application/octet-stream');
  });
});
