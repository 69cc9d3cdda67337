/** Files out of the clipboard, held until somebody has looked at them. */
import { type ClipboardEvent, useState } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { useAppDispatch } from '../../state/hooks.ts';
import { noticed } from '../../state/notices-slice.ts';
import { useReceiver } from '../use-receiver.ts';
import { type IncomingFiles, incomingFiles, isText, withGoodName } from './incoming-files.ts';

interface Paste {
  /** Undefined = nothing is held. */
  readonly pasted: IncomingFiles | undefined;
  readonly onPaste: (event: ClipboardEvent) => void;
  readonly letGo: () => void;
}

export function usePaste(): Paste {
  const t = useWords();
  const dispatch = useAppDispatch();
  const { filesRefusal } = useReceiver();
  const [pasted, setPasted] = useState<IncomingFiles>();
  const onPaste = (event: ClipboardEvent): void => {
    const { clipboardData } = event;
    if (clipboardData.files.length === 0 || isText(clipboardData)) return;
    event.preventDefault();
    if (filesRefusal !== undefined) {
      dispatch(noticed({ kind: 'trouble', text: { key: filesRefusal } }));
      return;
    }
    const { files, hasFolders } = incomingFiles(clipboardData);
    const named = files.map((file) => withGoodName(file, t('chat.files.picture'), new Date()));
    if (named.length > 0) setPasted({ files: named, hasFolders });
    else if (hasFolders) dispatch(noticed({ kind: 'trouble', text: { key: 'chat.files.folder' } }));
  };
  return { pasted, onPaste, letGo: () => setPasted(undefined) };
}
