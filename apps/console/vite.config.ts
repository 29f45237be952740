import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { precompress } from './build/precompress.ts'

const server = process.env['YIJIAN_API'] ?? 'http://localhost:4180'

export default defineConfig({
  plugins: [react(), precompress()],
  server: { port: 5173, proxy: { '/api': { target: server, changeOrigin: false } } },
  preview: { port: 4173, proxy: { '/api': { target: server, changeOrigin: false } } },
  build: {
    target: 'es2022',
    sourcemap: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
  },
})
