import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))

/** The panel: built into `dist/panel`, which `web-admin/api` serves at `/`. */
export const config = defineConfig({
  root: here,
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../../dist/panel',
    emptyOutDir: true,
    // Nothing becomes a data: address, so that the content security policy needs none.
    assetsInlineLimit: 0,
    target: 'es2022',
    chunkSizeWarningLimit: 700,
  },
  // `npx vite --config web-admin/ui/vite.config.ts` beside a running app, for work on the panel itself.
  server: {
    proxy: {
      '/api': 'http://127.0.0.1:3000',
      '/panel-socket': { target: 'http://127.0.0.1:3000', ws: true },
    },
  },
})

export default config
