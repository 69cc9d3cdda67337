/** Every kind of content that is told apart, and the type under which it is served. */

const ooxml = 'application/vnd.openxmlformats-officedocument';
const opendocument = 'application/vnd.oasis.opendocument';

const pictures = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
  tiff: 'image/tiff',
  heic: 'image/heic',
  avif: 'image/avif',
  ico: 'image/x-icon',
  psd: 'image/vnd.adobe.photoshop',
  jxl: 'image/jxl',
  jp2: 'image/jp2',
} as const;

const recordings = {
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  m4a: 'audio/mp4',
  '3gp': 'video/3gpp',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
  avi: 'video/x-msvideo',
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
  aac: 'audio/aac',
  flac: 'audio/flac',
  ogg: 'audio/ogg',
  ogv: 'video/ogg',
  midi: 'audio/midi',
  amr: 'audio/amr',
  aiff: 'audio/aiff',
  caf: 'audio/x-caf',
  asf: 'video/x-ms-asf',
  flv: 'video/x-flv',
  mpeg: 'video/mpeg',
  mpegTs: 'video/mp2t',
} as const;

const fonts = {
  woff: 'font/woff',
  woff2: 'font/woff2',
  ttf: 'font/ttf',
  otf: 'font/otf',
  ttc: 'font/collection',
} as const;

/**
 * `html` and `svg` keep their types: downloads go out as attachments, with `nosniff` and a sandboxing policy. `script` is text that begins
 * with `#!`.
 */
const texts = {
  text: 'text/plain',
  html: 'text/html',
  xml: 'application/xml',
  svg: 'image/svg+xml',
  rtf: 'application/rtf',
  postscript: 'application/postscript',
  script: 'text/plain',
} as const;

const zips = {
  zip: 'application/zip',
  docx: `${ooxml}.wordprocessingml.document`,
  xlsx: `${ooxml}.spreadsheetml.sheet`,
  pptx: `${ooxml}.presentationml.presentation`,
  odt: `${opendocument}.text`,
  ods: `${opendocument}.spreadsheet`,
  odp: `${opendocument}.presentation`,
  /** Every other sort of OpenDocument, as drawings and formulas. */
  opendocument: 'application/zip',
  epub: 'application/epub+zip',
} as const;

const others = {
  pdf: 'application/pdf',
  ole2: 'application/x-ole-storage',
  gzip: 'application/gzip',
  bzip2: 'application/x-bzip2',
  xz: 'application/x-xz',
  zstd: 'application/zstd',
  '7z': 'application/x-7z-compressed',
  rar: 'application/vnd.rar',
  tar: 'application/x-tar',
  /** Whatever runs, installs or mounts, on whichever system. */
  program: 'application/octet-stream',
  /** Begins as a zip and has no readable directory: broken, or a volume of a split one. */
  zipPiece: 'application/octet-stream',
  unknown: 'application/octet-stream',
} as const;

export const contentTypes = { ...pictures, ...recordings, ...fonts, ...texts, ...zips, ...others } as const;

export type ContentKind = keyof typeof contentTypes;

const kindsIn = <Kind extends ContentKind>(group: Readonly<Record<Kind, string>>) => Object.keys(group) as Kind[];

export const pictureKinds: readonly ContentKind[] = kindsIn(pictures);
export const recordingKinds: readonly ContentKind[] = kindsIn(recordings);
export const fontKinds: readonly ContentKind[] = kindsIn(fonts);
export const textKinds: readonly ContentKind[] = kindsIn(texts);
export const zipKinds: readonly ContentKind[] = kindsIn(zips);

/** Kinds of which a preview can be made, and which every browser shows. */
export const previewKinds: readonly ContentKind[] = ['png', 'jpeg', 'webp', 'gif'];
