/** How binary kinds begin: bytes at fixed places. Containers that hold several kinds (RIFF, ISO media, EBML, Ogg) are in container-kind.ts. */
import type { ContentKind } from './content-kinds.ts';

/** `bytes` in hexadecimal, `..` for any byte; or the same as text in quotes. */
type Signature = readonly [kind: ContentKind | 'zip' | 'ole2', bytes: string, at?: number];

const signatures: readonly Signature[] = [
  ['png', '89 50 4e 47 0d 0a 1a 0a'],
  ['jpeg', 'ff d8 ff'],
  ['gif', "'GIF87a'"],
  ['gif', "'GIF89a'"],
  ['bmp', "'BM' .. .. .. .. .. .. .. .. .. .. .. .. .. 00 00 00"],
  ['tiff', '49 49 2a 00'],
  ['tiff', '4d 4d 00 2a'],
  ['tiff', '49 49 2b 00'],
  ['tiff', '4d 4d 00 2b'],
  ['ico', '00 00 01 00 .. 00 .. .. .. 00'],
  ['psd', "'8BPS' 00"],
  ['jxl', 'ff 0a'],
  ['jxl', "00 00 00 0c 'JXL ' 0d 0a 87 0a"],
  ['jp2', "00 00 00 0c 'jP  ' 0d 0a 87 0a"],

  ['flac', "'fLaC'"],
  ['midi', "'MThd' 00 00 00 06"],
  ['amr', "'#!AMR'"],
  ['caf', "'caff' 00"],
  ['asf', '30 26 b2 75 8e 66 cf 11 a6 d9 00 aa 00 62 ce 6c'],
  ['flv', "'FLV' 01"],
  ['mp3', "'ID3'"],
  ['mpeg', '00 00 01 ba'],
  ['mpeg', '00 00 01 b3'],

  ['woff', "'wOFF'"],
  ['woff2', "'wOF2'"],
  ['otf', "'OTTO' 00"],
  ['ttf', '00 01 00 00 00'],
  ['ttf', "'true' 00"],
  ['ttc', "'ttcf' 00"],

  ['pdf', "'%PDF-'"],
  ['postscript', "'%!PS'"],
  ['postscript', 'c5 d0 d3 c6'],
  ['ole2', 'd0 cf 11 e0 a1 b1 1a e1'],
  ['zip', "'PK' 03 04"],
  ['zip', "'PK' 05 06"],
  ['zip', "'PK' 07 08"],
  ['gzip', '1f 8b 08'],
  ['bzip2', "'BZh' .. 31 41 59 26 53 59"],
  ['bzip2', "'BZh' .. 17 72 45 38 50 90"],
  ['xz', "fd '7zXZ' 00"],
  ['zstd', '28 b5 2f fd'],
  ['7z', "'7z' bc af 27 1c"],
  ['rar', "'Rar!' 1a 07"],
  ['tar', "'ustar'", 257],

  // Programs: PE and older, ELF, Mach-O (and universal, which begins as a Java class does), Dalvik, WebAssembly, LLVM, Lua
  ['program', "'MZ'"],
  ['program', "7f 'ELF'"],
  ['program', 'fe ed fa ce'],
  ['program', 'fe ed fa cf'],
  ['program', 'ce fa ed fe'],
  ['program', 'cf fa ed fe'],
  ['program', 'ca fe ba be'],
  ['program', 'ca fe ba bf'],
  ['program', "'dex' 0a"],
  ['program', "00 'asm'"],
  ['program', "'BC' c0 de"],
  ['program', "1b 'Lua'"],
  // Installers, packages, shortcuts, help with scripts: lnk, cab, InstallShield, ex_, deb, rpm, pkg, crx, chm, hlp
  ['program', '4c 00 00 00 01 14 02 00'],
  ['program', "'MSCF' 00"],
  ['program', "'ISc('"],
  ['program', "'SZDD' 88 f0 27 33"],
  ['program', "'!<arch>' 0a 'debian-binary'"],
  ['program', 'ed ab ee db'],
  ['program', "'xar!' 00"],
  ['program', "'Cr24'"],
  ['program', "'ITSF' 03"],
  ['program', '3f 5f 03 00'],
  // Discs: ISO 9660, UDF, WIM, SquashFS (snap), VHD and VHDX
  ['program', "01 'CD001' 01", 0x8000],
  ['program', "00 'BEA01' 01", 0x8000],
  ['program', "'MSWIM' 00 00 00"],
  ['program', "'hsqs'"],
  ['program', "'conectix'"],
  ['program', "'vhdxfile'"],
];

/** Undefined = any byte. */
function parsePattern(text: string): readonly (number | undefined)[] {
  return [...text.matchAll(/'([^']*)'|(\S\S)/g)].flatMap(([, quoted, hex]) => {
    if (quoted !== undefined) return [...quoted].map((letter) => letter.charCodeAt(0));
    return [hex === '..' ? undefined : Number.parseInt(hex!, 16)];
  });
}

const patterns = signatures.map(([kind, bytes, at = 0]) => ({ kind, at, bytes: parsePattern(bytes) }));

/** The first kind whose signature stands in a file's first bytes. */
export function signedKind(head: Uint8Array): ContentKind | undefined {
  return patterns.find(({ bytes, at }) =>
    bytes.every((byte, index) => (byte === undefined ? at + index < head.length : head[at + index] === byte)),
  )?.kind;
}

/** What a disc image has at its very end: Apple's `koly` block and the footer of a fixed VHD, 512 bytes each. */
export function endsAsDisc(trailer: Uint8Array): boolean {
  const words = String.fromCharCode(...trailer.subarray(0, 8));
  return trailer.length === 512 && (words.startsWith('koly') || words === 'conectix');
}
