/** Opens the menu of what can be downloaded of a recording. */
import { useCallback, useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { ActionMenu } from '../ui/action-menu.tsx';
import { Button } from '../ui/button.tsx';
import { useDownloadMenu } from './use-download-menu.ts';

export function DownloadButton({ id, name }: { id: string; name: string }) {
  const t = useWords();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useDownloadMenu(id);
  const { close } = menu;
  // The menu listens to the page for as long as this stays the same.
  const closed = useCallback(() => close(), []);
  return (
    <>
      <Button
        ref={button}
        weight="quiet"
        icon="download"
        iconOnly
        busy={menu.busy}
        aria-expanded={menu.items !== undefined}
        onClick={menu.items === undefined ? menu.open : menu.close}
      >
        {t('recordings.download', { name })}
      </Button>
      {menu.items && button.current && (
        <ActionMenu opener={button.current} label={t('download.title')} items={menu.items} onClose={closed} />
      )}
    </>
  );
}
