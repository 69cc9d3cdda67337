/** A room's chat is had at the address of the main room's, with the room's own token. Pure. */
export const roomChatUrl = (chatUrl: string, chatToken: string): string =>
  chatUrl.slice(0, chatUrl.lastIndexOf('/') + 1) + encodeURIComponent(chatToken);
