/** What can be downloaded of a recording, in order and in words. Pure. */
import type { Download, RecordingView } from '@veche/contracts/rest/recordings.ts';
import { sizeWords } from '../chat/files/file-words.ts';
import type { WordKey } from '../i18n/translate.ts';
import type { Translate } from '../i18n/use-words.ts';

/** What most people want comes first; the chat, which can be had at any time, last. */
const orderOfKinds = ['video', 'sound', 'asRecorded', 'chatText', 'chatSubtitles', 'chatJson'] as const;
const kindsOfFiles: ReadonlySet<Download['kind']> = new Set(['video', 'sound', 'asRecorded']);
const byPart = new Intl.Collator('en', { numeric: true });

export interface SortedDownload extends Download {
  /** Of several of one kind, from 1; undefined = there is no other. */
  readonly part: number | undefined;
}

export function sortedDownloads(downloads: readonly Download[]): readonly SortedDownload[] {
  return orderOfKinds.flatMap((kind) => {
    // Only addresses end in the same way for all of a kind, whatever container each has.
    const alike = downloads.filter((one) => one.kind === kind).toSorted((a, b) => byPart.compare(a.url, b.url));
    return alike.map((download, at) => ({ ...download, part: alike.length > 1 ? at + 1 : undefined }));
  });
}

export function downloadWords({ kind, part, sizeBytes }: SortedDownload, t: Translate, language: 'en' | 'ru'): string {
  const words = part === undefined ? t(`download.${kind}`) : t('download.part', { kind: t(`download.${kind}`), part });
  return sizeBytes === null ? words : t('download.withSize', { kind: words, size: sizeWords(sizeBytes, t, language) });
}

/** What stands where files with picture or sound will be; undefined = they are there. */
export function missingFilesWords({
  state,
  downloads,
}: Pick<RecordingView, 'state' | 'downloads'>): WordKey | undefined {
  if (downloads.some(({ kind }) => kindsOfFiles.has(kind))) return undefined;
  return state === 'recording' || state === 'paused' ? 'download.afterEnd' : 'download.none';
}
