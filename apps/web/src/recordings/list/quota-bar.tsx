/** How much of the space for one's recordings is used, and a word before it is all. */
import { sizeWords } from '../../chat/files/file-words.ts';
import { useLanguage, useWords } from '../../i18n/use-words.ts';
import { useAppSelector } from '../../state/hooks.ts';
import { Icon } from '../../ui/icon.tsx';
import { quotaOf } from './quota.ts';
import styles from './recordings.module.scss';

export function QuotaBar() {
  const t = useWords();
  const language = useLanguage();
  const { usedBytes, quotaBytes } = useAppSelector((state) => state.recordings);
  const used = sizeWords(usedBytes, t, language);
  if (quotaBytes === null)
    return usedBytes === 0 ? null : <p className={styles.used}>{t('recordings.used', { used })}</p>;
  const quota = quotaOf(usedBytes, quotaBytes);
  const words = t('recordings.quota', { used, quota: sizeWords(quotaBytes, t, language) });
  return (
    <div className={`${styles.quota} ${styles[`quota-${quota}`] ?? ''}`}>
      <label>
        <span>{words}</span>
        <meter min={0} max={Math.max(1, quotaBytes)} value={Math.min(usedBytes, quotaBytes)} />
      </label>
      {(quota === 'soon' || quota === 'full') && (
        <p role="status">
          <Icon name="warning" />
          {t(quota === 'full' ? 'recordings.quotaFull' : 'recordings.quotaSoon')}
        </p>
      )}
    </div>
  );
}
