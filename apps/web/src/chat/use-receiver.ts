/** To whom the next message or file goes, and whether it may. */
import type { ChatPerson } from '@veche/contracts/chat/chat-view.ts';
import type { WordKey } from '../i18n/translate.ts';
import { useAppSelector } from '../state/hooks.ts';

export interface Receiver {
  /** Everybody who may be chosen. */
  readonly choices: readonly ChatPerson[];
  /** Undefined = everybody. */
  readonly receiver: ChatPerson | undefined;
  /** Whoever was chosen has left: what was meant for one must not go to all. */
  readonly isGone: boolean;
  /** Why nothing can be written; undefined = it can. */
  readonly refusal: WordKey | undefined;
  /** The same for files. */
  readonly filesRefusal: WordKey | undefined;
}

export function useReceiver(): Receiver {
  const receiverId = useAppSelector((state) => state.chat.receiverId);
  const policy = useAppSelector((state) => state.chat.chat.policy);
  const isHost = useAppSelector((state) => state.chat.chat.isHost);
  const participants = useAppSelector((state) => state.call.call.participants);
  const mayDirect = isHost || policy?.directMessages !== false;
  const others = participants.filter(({ isSelf }) => !isSelf);
  const chosen = others.find(({ participantId }) => participantId === receiverId);
  const receiver = chosen && { participantId: chosen.participantId, name: chosen.name };
  const isGone = receiverId !== null && chosen === undefined;
  const refusal = refusalOf(
    receiver === undefined ? isHost || policy?.messages !== false : mayDirect,
    receiver === undefined ? 'chat.off' : 'chat.directOff',
    isGone,
  );
  return {
    // Whoever is chosen stays a choice: one that is not there could not be left for another.
    choices: others.filter(({ participantId }) => mayDirect || participantId === receiverId),
    receiver,
    isGone,
    refusal,
    filesRefusal: refusal ?? (isHost || policy?.files !== false ? undefined : 'chat.files.off'),
  };
}

function refusalOf(isAllowed: boolean, notAllowed: WordKey, isGone: boolean): WordKey | undefined {
  if (isGone) return 'chat.goneText';
  return isAllowed ? undefined : notAllowed;
}
