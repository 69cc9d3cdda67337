/** While what is being recorded cannot be stored: to everybody, why, and that it mends itself. Stands among the banners, which are read aloud. */
import { useWords } from '../i18n/use-words.ts';
import { useAppSelector } from '../state/hooks.ts';
import { Icon } from '../ui/icon.tsx';

export function RecordingTrouble({ className }: { className: string | undefined }) {
  const t = useWords();
  const trouble = useAppSelector((state) => state.call.call.recording?.trouble ?? null);
  if (trouble === null) return null;
  return (
    <p className={className} data-recording-trouble={trouble}>
      <Icon name="warning" />
      {t(`record.trouble.${trouble}`)}
    </p>
  );
}
