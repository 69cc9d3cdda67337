/** Which member of the zip family an archive is: by the names in it, and by the type that OpenDocument and EPUB put first. */
import type { ContentKind } from './content-kinds.ts';
import type { ZipEntry } from './zip-directory.ts';

/** `head` is the file's beginning. */
export function zipKind(head: Uint8Array, entries: readonly ZipEntry[]): ContentKind {
  const names = new Set(entries.map(({ name }) => name.toLowerCase()));
  if (isProgram(names)) return 'program';
  return statedKind(head) ?? officeKind(names) ?? 'zip';
}

/** Android's packages, Java's archives with classes, Windows' packages, apps of iPhones. */
function isProgram(names: ReadonlySet<string>): boolean {
  const isApk = names.has('androidmanifest.xml') && (names.has('classes.dex') || names.has('resources.arsc'));
  if (isApk || names.has('appxmanifest.xml') || names.has('appxmetadata/appxbundlemanifest.xml')) return true;
  const isJar = names.has('meta-inf/manifest.mf');
  for (const name of names) {
    if ((isJar && name.endsWith('.class')) || /^payload\/[^/]+\.app\//.test(name)) return true;
  }
  return false;
}

const statedKinds: readonly (readonly [contentType: string, kind: ContentKind])[] = [
  ['application/epub+zip', 'epub'],
  ['application/vnd.oasis.opendocument.text', 'odt'],
  ['application/vnd.oasis.opendocument.spreadsheet', 'ods'],
  ['application/vnd.oasis.opendocument.presentation', 'odp'],
  ['application/vnd.oasis.opendocument.', 'opendocument'],
];

/** OpenDocument 1.3 part 2, 3.3 and EPUB OCF, 4.3: the first entry is `mimetype`, stored, without an extra field. */
function statedKind(head: Uint8Array): ContentKind | undefined {
  const words = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 200)).toString('latin1');
  if (words.slice(30, 38) !== 'mimetype') return undefined;
  return statedKinds.find(([contentType]) => words.startsWith(contentType, 38))?.[1];
}

const officeFolders: readonly (readonly [folder: string, kind: ContentKind])[] = [
  ['word/', 'docx'],
  ['xl/', 'xlsx'],
  ['ppt/', 'pptx'],
];

function officeKind(names: ReadonlySet<string>): ContentKind | undefined {
  if (names.has('[content_types].xml')) {
    for (const [folder, kind] of officeFolders) {
      for (const name of names) if (name.startsWith(folder)) return kind;
    }
  }
  return names.has('meta-inf/manifest.xml') && names.has('content.xml') ? 'opendocument' : undefined;
}
