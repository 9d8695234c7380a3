import { defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses: the page works in any folder of any site.
  base: './',
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    // light-dark(), popover and Intl.Segmenter in all of them. Older ones would get a substitute for light-dark() in
    // index.html, and only there, which draws no background at all.
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
  },
  worker: { format: 'es' },
});
