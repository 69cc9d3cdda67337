/** Starts the web app in the page. */
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { onNotSignedIn } from './api/http.ts';
import { App } from './app.tsx';
import { sessionLost } from './state/session-slice.ts';
import { store, watchPreferences } from './state/store.ts';
import './styles/base.scss';

watchPreferences();
onNotSignedIn(() => store.dispatch(sessionLost()));

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <Provider store={store}>
      <App />
    </Provider>,
  );
}
