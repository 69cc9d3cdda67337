/** Who may write what, and read what from before: pure rules over the meeting's policy. */
import type { ChatPolicy } from '@veche/contracts/chat/chat-view.ts';
import { VecheError } from '@veche/contracts/errors.ts';
import type { ChatPlace } from '../needs.ts';

export const usualPolicy: ChatPolicy = { messages: true, directMessages: true, files: true, history: 'all' };

/** Throws `chat_off`, `direct_messages_off`. */
export function requireMayPost(role: ChatPlace['role'], policy: ChatPolicy, isDirect: boolean): void {
  if (role === 'host') return;
  if (isDirect && !policy.directMessages) throw new VecheError('direct_messages_off');
  if (!isDirect && !policy.messages) throw new VecheError('chat_off');
}

/** Throws `files_off`. */
export function requireMaySendFiles(role: ChatPlace['role'], policy: ChatPolicy): void {
  if (role !== 'host' && !policy.files) throw new VecheError('files_off');
}

/** Throws `files_off`, and `chat_off` when there is nobody to whom a file could be sent. */
export function requireMayUpload(role: ChatPlace['role'], policy: ChatPolicy): void {
  requireMaySendFiles(role, policy);
  if (role !== 'host' && !policy.messages && !policy.directMessages) throw new VecheError('chat_off');
}

/** From when on somebody may read; undefined = not a word of what was said before they asked. */
export function historySinceMs(
  { role, joinedAtMs }: Pick<ChatPlace, 'role' | 'joinedAtMs'>,
  policy: ChatPolicy,
  asks: 'older' | 'missed',
): number | undefined {
  if (role === 'host' || policy.history === 'all') return 0;
  // What came while they were cut off is theirs under every policy.
  if (policy.history === 'sinceJoining' || asks === 'missed') return joinedAtMs;
  return undefined;
}
