/**
 * Files in the chat. An upload speaks tus 1.0.0 (core, creation, expiration, termination) at `chatUploadsPath`, with the chat's token as
 * bearer; the file is then sent with a message, and downloaded by a signed link that holds for a while.
 */

/** WebSocket; the chat token follows. */
export const chatSocketPath = '/chat/v1/socket/';
/** POST begins an upload; PATCH, HEAD and DELETE at the address that it answers. */
export const chatUploadsPath = '/chat/v1/uploads';
/** GET; a signed link follows. */
export const chatFilesPath = '/chat/v1/files/';

export const tusVersion = '1.0.0';
export const uploadContentType = 'application/offset+octet-stream';

/** Where whoever holds a chat address uploads and downloads, and how they say there who they are. */
export interface ChatFilesAccess {
  readonly origin: string;
  readonly authorization: string;
}

/** `chatUrl` is of a join answer. */
export function chatFilesAccess(chatUrl: string): ChatFilesAccess {
  const at = chatUrl.indexOf(chatSocketPath);
  return {
    origin: chatUrl.slice(0, at).replace(/^ws/, 'http'),
    authorization: `Bearer ${chatUrl.slice(at + chatSocketPath.length)}`,
  };
}
