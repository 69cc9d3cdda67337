/**
 * Runs before anything is drawn, and so before the app is there: a page that goes back into a meeting is dark from the first
 * moment, and one whose theme was chosen does not flash in the other. Keys as in join/place.ts and state/store.ts.
 */
(() => {
  const { dataset } = document.documentElement;
  try {
    const id = /^\/j\/([^/]+)/.exec(location.pathname)?.[1]?.toLowerCase();
    if (id !== undefined && sessionStorage.getItem(`veche.place.${id}`) !== null) dataset.room = '';
    const { theme } = JSON.parse(localStorage.getItem('veche.preferences') ?? '{}') ?? {};
    if (theme === 'light' || theme === 'dark') dataset.theme = theme;
  } catch {
    // Without storage, or with something odd in it, the app decides a moment later.
  }
})();
