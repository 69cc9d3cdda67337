/** Links that let people in. The password stands behind `#`, where no server, proxy or log ever sees it. */

/** The part of the link that stays the same whatever address the server is reached by. */
export function joinPath(conferenceId: string): string {
  return `/j/${conferenceId}`;
}

/** `publicUrl` is an origin, as in `https://meet.example.org`. */
export function joinLink(publicUrl: string, conferenceId: string, password: string | null): string {
  const fragment = password === null ? '' : `#p=${encodeURIComponent(password)}`;
  return `${publicUrl}${joinPath(conferenceId)}${fragment}`;
}
