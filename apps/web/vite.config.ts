/** Builds the web app into apps/web/dist; in development it hands API and signalling on to a server on VECHE_DEV_SERVER. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.VECHE_DEV_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // The server's content security policy allows files of our own only, no data: addresses.
    assetsInlineLimit: 0,
    // Nobody reads it, and the first start waits for the build.
    reportCompressedSize: false,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: server },
      '/chat': { target: server, ws: true },
      '/media': { target: server, ws: true },
      '/recordings/v1': { target: server },
    },
  },
});
