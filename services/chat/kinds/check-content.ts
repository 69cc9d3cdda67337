/** Decides by its name and its content whether a file may be sent, and as what it is served. */

import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { requireHonestArchive } from './archive-bounds.ts';
import { type ContentKind, contentTypes, previewKinds } from './content-kinds.ts';
import { type EndingPromise, promiseOf } from './ending-promises.ts';
import { namesProgram } from './executable-endings.ts';
import { type FileContent, readHead, readTail } from './file-content.ts';
import { endingsOf } from './file-name.ts';
import { isGzipBomb } from './gzip-bounds.ts';
import { kindBounds } from './kind-bounds.ts';
import { isInstallerRoot, ole2RootPlace } from './ole2-installer.ts';
import { readZipDirectory } from './read-zip-directory.ts';
import { endsAsDisc } from './signatures.ts';
import { sniffKind } from './sniff-kind.ts';
import { requireHarmlessCompressedSvg, requireHarmlessSvg } from './svg-text.ts';
import { zipKind } from './zip-kind.ts';

/** What a file is, for whoever serves it: always as a download. */
export interface FileKind {
  readonly contentType: string;
  /** PNG, JPEG, WebP or GIF: a preview can be made of it. */
  readonly isPicture: boolean;
}

export interface CheckOptions {
  /** The operator lets programs through. Everything else is judged as ever. */
  readonly allowExecutables: boolean;
}

/**
 * Reads a bounded part of the file, whatever its size. `name` is one that `requireFileName` has let through. Throws `file_executable` for
 * what names itself or is a program, `file_content_mismatch` for a known ending over other content, `file_unpacks_too_large` for an archive
 * that is a bomb, `file_scripted` for an SVG that does more than draw, or is larger than `limits.chatSvgMaxBytes`.
 */
export async function checkContent(name: string, content: FileContent, options: CheckOptions): Promise<FileKind> {
  if (!options.allowExecutables && namesProgram(name)) throw new VecheError('file_executable');
  const ending = endingsOf(name).at(-1) ?? '';
  const promise = promiseOf(ending);
  const head = await readHead(content, kindBounds.headBytes);
  const kind = await kindOf(content, head);
  if (!options.allowExecutables && isProgram(kind, promise)) throw new VecheError('file_executable');
  if (promise !== undefined && !promise.kinds.includes(kind)) throw new VecheError('file_content_mismatch');
  const contentType = promise?.contentType ?? contentTypes[kind];
  if (contentType === contentTypes.svg) requireHarmlessSvg(await wholeSvg(content));
  if (ending === 'svgz') requireHarmlessCompressedSvg(await wholeSvg(content));
  return { contentType, isPicture: previewKinds.includes(kind) };
}

/** A script is source wherever the ending makes an editor open it, and a program everywhere else. */
const isProgram = (kind: ContentKind, promise: EndingPromise | undefined): boolean =>
  kind === 'program' || (kind === 'script' && promise?.kinds.includes('script') !== true);

/** Throws `file_unpacks_too_large`. */
async function kindOf(content: FileContent, head: Uint8Array): Promise<ContentKind> {
  const kind = sniffKind(head);
  switch (kind) {
    case 'zip':
      return await kindOfZip(content, head);
    case 'ole2':
      return (await isInstaller(content, head)) ? 'program' : 'ole2';
    case 'gzip':
      if (isGzipBomb(head, content.sizeBytes)) throw new VecheError('file_unpacks_too_large');
      return 'gzip';
    // A disc image has its mark at the end, and may begin with its first packed block.
    case 'bzip2':
    case 'unknown':
      return endsAsDisc(await readTail(content, kindBounds.trailerBytes)) ? 'program' : kind;
    default:
      return kind;
  }
}

async function kindOfZip(content: FileContent, head: Uint8Array): Promise<ContentKind> {
  const directory = await readZipDirectory(content, kindBounds.zipDirectoryMaxBytes);
  if (directory.kind === 'tooLarge') throw new VecheError('file_unpacks_too_large');
  if (directory.kind === 'broken') return 'zipPiece';
  await requireHonestArchive(content, directory.entries);
  return zipKind(head, directory.entries);
}

async function isInstaller(content: FileContent, head: Uint8Array): Promise<boolean> {
  const root = ole2RootPlace(head, content.sizeBytes);
  return root !== undefined && isInstallerRoot(await content.read(root.at, root.length));
}

async function wholeSvg(content: FileContent): Promise<Uint8Array> {
  if (content.sizeBytes > limits.chatSvgMaxBytes) throw new VecheError('file_scripted');
  return await content.read(0, content.sizeBytes);
}
