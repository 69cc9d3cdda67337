/** Chooses files for the chat. Where they are not allowed it stays in its place, and says why. */
import { useRef } from 'react';
import { useWords } from '../../i18n/use-words.ts';
import { Icon } from '../../ui/icon.tsx';
import { useReceiver } from '../use-receiver.ts';
import { useAttach } from './use-attach.ts';

export function AttachButton({ className }: { className: string | undefined }) {
  const t = useWords();
  const attach = useAttach();
  const { filesRefusal } = useReceiver();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={className}
        aria-label={t('chat.attach')}
        title={t(filesRefusal ?? 'chat.attach')}
        aria-disabled={filesRefusal !== undefined}
        onClick={() => {
          if (filesRefusal === undefined) input.current?.click();
        }}
      >
        <Icon name="attach" />
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('chat.attach')}
        onChange={({ target }) => {
          attach({ files: [...(target.files ?? [])], hasFolders: false });
          // The same file once more is a choice, too.
          target.value = '';
        }}
      />
    </>
  );
}
