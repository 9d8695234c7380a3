import { defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses: the page works in any folder of any site.
  base: './',
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    // WebAssembly SIMD, module workers and import.meta.url in all of them.
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
  },
  worker: { format: 'es' },
});
