/** After the meeting, or instead of it: what happened, in words, and where to go. */
import type { EndReason } from '@veche/client/call-state.ts';
import { errorWords, type FailureCode } from '../i18n/error-words.ts';
import type { WordKey } from '../i18n/translate.ts';
import { useLanguage, useWords } from '../i18n/use-words.ts';
import { Button } from '../ui/button.tsx';
import { LastWord } from '../ui/last-word.tsx';

/** As the call says, and more exactly where it was this person who ended it for all. */
export type StayEnd = EndReason | 'endedByMe';

const endsForGood: ReadonlySet<StayEnd> = new Set(['endedForAll', 'endedByMe', 'removed']);
const againWords: Partial<Record<StayEnd, WordKey>> = { joinedElsewhere: 'ended.here', denied: 'ended.askAgain' };

interface AfterMeetingProps {
  reason: StayEnd;
  failure: FailureCode | undefined;
  onAgain: () => void;
}

export function AfterMeeting({ reason, failure, onAgain }: AfterMeetingProps) {
  const t = useWords();
  const language = useLanguage();
  const text = failure === undefined ? t(`ended.${reason}.text`) : errorWords(failure, language);
  return (
    <LastWord title={t(`ended.${reason}.title`)} text={text}>
      {!endsForGood.has(reason) && (
        <Button weight="primary" onClick={onAgain}>
          {t(againWords[reason] ?? 'ended.again')}
        </Button>
      )}
    </LastWord>
  );
}

export function NoMeeting({ failure, onRetry }: { failure: FailureCode; onRetry: () => void }) {
  const t = useWords();
  const language = useLanguage();
  const again = failure !== 'conference_ended' && failure !== 'conference_not_found' && failure !== 'not_found';
  // A malformed ID is a wrong link too.
  const code = failure === 'invalid_request' || failure === 'not_found' ? 'conference_not_found' : failure;
  const title =
    code === 'conference_ended'
      ? 'ended.over'
      : code === 'conference_not_found'
        ? 'ended.noMeeting'
        : 'ended.cannotOpen';
  return (
    <LastWord title={t(title)} text={errorWords(code, language)}>
      {again && (
        <Button weight="primary" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </LastWord>
  );
}
