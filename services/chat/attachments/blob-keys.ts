/** Under which keys a file of the chat and its preview lie. What people name their files stands in no key. */
export interface FileKeys {
  readonly file: string;
  readonly preview: string;
}

export function fileKeys(conferenceId: string, attachmentId: string): FileKeys {
  const folder = `chat/${conferenceId}`;
  return { file: `${folder}/${attachmentId}`, preview: `${folder}/${attachmentId}_preview` };
}
