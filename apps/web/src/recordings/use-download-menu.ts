/** Downloads of one recording as items of a menu. The addresses open the files for some minutes only, so they are asked for when the menu opens. */
import type { Download, DownloadKind } from '@veche/contracts/rest/recordings.ts';
import { useState } from 'react';
import { recordings } from '../api/recordings.ts';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { useAppDispatch } from '../state/hooks.ts';
import { noticed } from '../state/notices-slice.ts';
import { tellFailure } from '../state/tell-failure.ts';
import type { MenuItem } from '../ui/action-menu.tsx';
import type { IconName } from '../ui/icon.tsx';
import { downloadWords, missingFilesWords, sortedDownloads } from './download-words.ts';

export const downloadIcons: Readonly<Record<DownloadKind, IconName>> = {
  video: 'camera',
  sound: 'music',
  asRecorded: 'archive',
  chatText: 'chat',
  chatJson: 'fileText',
  chatSubtitles: 'captions',
};

/** The way a browser fetches files: to the disk, with its own progress. */
export function fetchToDisk({ url, fileName }: Download): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
}

interface DownloadMenu {
  readonly busy: boolean;
  /** There while the menu is to be seen. */
  readonly items: readonly MenuItem[] | undefined;
  open(): void;
  close(): void;
}

export function useDownloadMenu(recordingId: string): DownloadMenu {
  const t = useWords();
  const language = useLanguage();
  const dispatch = useAppDispatch();
  const [busy, setBusy] = useState(false);
  const [items, setItems] = useState<readonly MenuItem[]>();
  const open = async (): Promise<void> => {
    setBusy(true);
    try {
      const view = await recordings.find(recordingId);
      const missing = missingFilesWords(view);
      if (missing !== undefined) dispatch(noticed({ kind: 'info', topic: recordingId, text: { key: missing } }));
      const downloads = sortedDownloads(view.downloads);
      if (downloads.length > 0)
        setItems(
          downloads.map((download) => ({
            key: download.fileName,
            icon: downloadIcons[download.kind],
            label: downloadWords(download, t, language),
            act: () => fetchToDisk(download),
          })),
        );
    } catch (error) {
      dispatch(tellFailure(error));
    }
    setBusy(false);
  };
  return { busy, items, open: () => void open(), close: () => setItems(undefined) };
}
