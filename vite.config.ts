import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** What all pages share; scripts/pages.ts gives each its root, its base and its place in dist/. */
export default defineConfig({
  plugins: [react()],
  define: { __BUILD__: JSON.stringify('dev') },
  clearScreen: false,
  build: {
    target: ['chrome123', 'safari17.5', 'firefox132'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    emptyOutDir: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
  },
});
