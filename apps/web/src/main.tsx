/** Starts the web app in the page. */
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { App } from './app.tsx';
import { store, watchPreferences } from './state/store.ts';
import './styles/base.scss';

watchPreferences();

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <Provider store={store}>
      <App />
    </Provider>,
  );
}
