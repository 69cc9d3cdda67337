import { VecheError } from '@veche/contracts/errors.ts';
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { contentTypes } from './content-kinds.ts';
import { namesProgram } from './executable-endings.ts';
import { requireFileName } from './file-name.ts';
import { programs, samples } from './fixtures/sample-files.ts';
import { zipOf } from './fixtures/zip-builder.ts';
import { isGzipBomb } from './gzip-bounds.ts';
import { isInstallerRoot, ole2RootPlace } from './ole2-installer.ts';
import { endsAsDisc } from './signatures.ts';
import { sniffKind } from './sniff-kind.ts';
import { requireHarmlessCompressedSvg, requireHarmlessSvg } from './svg-text.ts';
import { entriesOverlap, findZipDirectory, localDataOffset, parseZipDirectory } from './zip-directory.ts';
import { zipKind } from './zip-kind.ts';

const svg =
  '<?xml version="1.0" encoding="utf-8"?><!-- c --><!DOCTYPE svg PUBLIC "a" "b"><svg xmlns="http://www.w3.org/2000/svg"><style><![CDATA[a{fill:url(#b)}]]></style><a href="#c">&amp;&#65;</a></svg>';
const parts = [
  { name: 'word/document.xml', data: 'words' },
  { name: 'b.zip', stored: true },
];

/** Whatever file somebody sends: every parser under `checkContent` answers or throws an error of the catalogue, and names places within the file. */
export const target: FuzzTarget = {
  name: 'file-kind',
  seeds: [
    ...Object.values(samples),
    ...Object.values(programs).filter(({ length }) => length < 4_096),
    new TextEncoder().encode(svg),
    new TextEncoder().encode('Отчёт (final).tar.gz\u200e'),
    zipOf(parts),
    zipOf(parts, { zip64: true, comment: 'PK\x05\x06' }),
  ],
  run(bytes) {
    if (!(sniffKind(bytes) in contentTypes)) throw new Error('a kind without a type');
    lookAtZip(bytes);
    endsAsDisc(bytes.subarray(-512));
    isGzipBomb(bytes, 2 ** 30);
    const root = ole2RootPlace(bytes, bytes.length);
    if (root !== undefined) isInstallerRoot(bytes.subarray(root.at, requireWithin(root.at, root.length, bytes)));
    const name = new TextDecoder().decode(bytes);
    namesProgram(name);
    for (const act of [
      () => requireFileName(name),
      () => requireHarmlessSvg(bytes),
      () => requireHarmlessCompressedSvg(bytes),
    ]) {
      orVecheError(act);
    }
  },
};

function lookAtZip(bytes: Uint8Array): void {
  const place = findZipDirectory(bytes, 0);
  if (place === undefined) return;
  const end = requireWithin(place.at, place.sizeBytes, bytes);
  const entries = parseZipDirectory(bytes.subarray(place.at, end), place);
  if (entries === undefined) return;
  entriesOverlap(entries);
  zipKind(bytes, entries);
  for (const { headerAt, packedBytes, unpackedBytes } of entries) {
    if (!(unpackedBytes >= 0)) throw new Error('unpacks to less than nothing');
    localDataOffset(bytes.subarray(headerAt, requireWithin(headerAt, 30 + packedBytes, bytes)));
  }
}

/** Answers where the range ends. */
function requireWithin(at: number, length: number, bytes: Uint8Array): number {
  const isWithin =
    Number.isInteger(at) && Number.isInteger(length) && at >= 0 && length >= 0 && at + length <= bytes.length;
  if (!isWithin) throw new Error(`${length} bytes at ${at} of ${bytes.length}`);
  return at + length;
}

function orVecheError(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof VecheError)) throw error;
  }
}
