/** A message's id in the browser, whose own `randomUUID` is there only where the page came over HTTPS. */
import { messageId } from '@veche/client/chat/message-id.ts';

export const newMessageId = (): string => messageId(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
