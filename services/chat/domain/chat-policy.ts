/** Who may write what, and read what from before: pure rules over the meeting's policy. */
import type { ChatPolicy } from '@veche/contracts/chat/chat-view.ts';
import { VecheError } from '@veche/contracts/errors.ts';
import type { ChatPlace } from '../needs.ts';

export const usualPolicy: ChatPolicy = { messages: true, directMessages: true, files: true, history: 'all' };

/** Throws `chat_off`, `direct_messages_off`. */
export function requireMayPost(isHost: boolean, policy: ChatPolicy, isDirect: boolean): void {
  if (isHost) return;
  if (isDirect && !policy.directMessages) throw new VecheError('direct_messages_off');
  if (!isDirect && !policy.messages) throw new VecheError('chat_off');
}

/** Throws `files_off`. */
export function requireMaySendFiles(isHost: boolean, policy: ChatPolicy): void {
  if (!isHost && !policy.files) throw new VecheError('files_off');
}

/** Throws `files_off`, and `chat_off` when there is nobody to whom a file could be sent. */
export function requireMayUpload(isHost: boolean, policy: ChatPolicy): void {
  requireMaySendFiles(isHost, policy);
  if (!isHost && !policy.messages && !policy.directMessages) throw new VecheError('chat_off');
}

/** From when on somebody may read; undefined = not a word of what was said before they asked. */
export function historySinceMs(
  { isHost, joinedAtMs }: { readonly isHost: boolean } & Pick<ChatPlace, 'joinedAtMs'>,
  policy: ChatPolicy,
  asks: 'older' | 'missed',
): number | undefined {
  if (isHost || policy.history === 'all') return 0;
  // What came while they were cut off is theirs under every policy.
  if (policy.history === 'sinceJoining' || asks === 'missed') return joinedAtMs;
  return undefined;
}
