import type { Download } from '@veche/contracts/rest/recordings.ts';
import { describe, expect, it } from 'vitest';
import { translate } from '../i18n/translate.ts';
import type { Translate } from '../i18n/use-words.ts';
import { downloadWords, missingFilesWords, sortedDownloads } from './download-words.ts';

const en: Translate = (key, values) => translate('en', key, values);
const ru: Translate = (key, values) => translate('ru', key, values);

const file = (kind: Download['kind'], name: string = kind, sizeBytes: number | null = null): Download => ({
  kind,
  fileName: name,
  url: `/watch/token/${name}`,
  sizeBytes,
});
const chat = [file('chatText'), file('chatJson'), file('chatSubtitles')];

describe('downloads', () => {
  it('begin with what most people want', () => {
    const kinds = (['chatJson', 'sound', 'asRecorded', 'video'] as const).map((kind) => file(kind));
    expect(sortedDownloads(kinds).map(({ kind }) => kind)).toEqual(['video', 'sound', 'asRecorded', 'chatJson']);
  });
  it('are told apart by their part, in its order, where several are of one kind', () => {
    const names = ['as-recorded-10.mp4', 'as-recorded-2.webm', 'as-recorded-1.mp4'];
    const sorted = sortedDownloads([...chat, ...names.map((name) => file('asRecorded', `file-${name}`, 2_048))]);
    expect(sorted.slice(0, 4).map((download) => downloadWords(download, en, 'en'))).toEqual([
      'As recorded, part 1 · 2 KB',
      'As recorded, part 2 · 2 KB',
      'As recorded, part 3 · 2 KB',
      'Chat as text',
    ]);
    expect(sorted.slice(0, 3).map(({ fileName }) => fileName)).toEqual(
      names.toReversed().map((name) => `file-${name}`),
    );
    expect(downloadWords(sorted[1]!, ru, 'ru')).toBe('Как записано, часть 2 · 2 КБ');
  });
  it('have no number where there is one of a kind', () => {
    expect(sortedDownloads([file('asRecorded'), ...chat]).map((download) => downloadWords(download, en, 'en'))[0]).toBe(
      'As recorded',
    );
  });
});

describe('files with picture or sound', () => {
  it.each(['recording', 'paused'] as const)('come after the end, while it is %s, though the chat is there', (state) => {
    expect(missingFilesWords({ state, downloads: chat })).toBe('download.afterEnd');
    expect(missingFilesWords({ state, downloads: [] })).toBe('download.afterEnd');
  });
  it.each(['rendering', 'ready'] as const)('are not there yet, while it is %s', (state) => {
    expect(missingFilesWords({ state, downloads: chat })).toBe('download.none');
  });
  it.each(['video', 'sound', 'asRecorded'] as const)('are there as soon as one is: %s', (kind) => {
    expect(missingFilesWords({ state: 'ready', downloads: [...chat, file(kind)] })).toBeUndefined();
  });
});
