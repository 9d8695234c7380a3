import { testLessons } from './lessons-done.js';

testLessons({ width: 1366, height: 768, touch: false, language: 'en' });
// What is seen in the lower window is seen in the higher one, too, but for what a column more pushes aside.
if (process.env.EVERY) testLessons({ width: 1440, height: 900, touch: false, language: 'en' });
