/** Messages as the panel shows them: under their day, and what one person says in one breath under one name. */
import type { ChatMessageView } from '@veche/contracts/chat/chat-view.ts';

export interface MessageGroup {
  /** The first message's id. */
  readonly key: string;
  readonly senderId: string;
  readonly senderName: string;
  /** null = everybody. */
  readonly receiverName: string | null;
  readonly isOwn: boolean;
  readonly startedAtMs: number;
  /** Set where another day begins. */
  readonly dayMs: number | undefined;
  readonly messages: readonly ChatMessageView[];
}

/** Who goes on after this says something new. */
const oneBreathMs = 5 * 60_000;

export function messageGroups(
  messages: readonly ChatMessageView[],
  selfId: string | undefined,
): readonly MessageGroup[] {
  const groups: (MessageGroup & { messages: ChatMessageView[] })[] = [];
  let lastAtMs: number | undefined;
  for (const message of messages) {
    const { sender, receiver, createdAtMs } = message;
    const group = groups.at(-1);
    const isNewDay = lastAtMs === undefined || !isSameDay(lastAtMs, createdAtMs);
    const goesOn =
      group !== undefined &&
      !isNewDay &&
      group.senderId === sender.participantId &&
      group.senderName === sender.name &&
      group.messages[0]?.receiver?.participantId === receiver?.participantId &&
      createdAtMs - group.startedAtMs < oneBreathMs;
    if (goesOn) group.messages.push(message);
    else {
      groups.push({
        key: message.id,
        senderId: sender.participantId,
        senderName: sender.name,
        receiverName: receiver?.name ?? null,
        isOwn: sender.participantId === selfId,
        startedAtMs: createdAtMs,
        dayMs: isNewDay ? createdAtMs : undefined,
        messages: [message],
      });
    }
    lastAtMs = createdAtMs;
  }
  return groups;
}

function isSameDay(oneMs: number, otherMs: number): boolean {
  return new Date(oneMs).toDateString() === new Date(otherMs).toDateString();
}
