import { testLessons } from './lessons-done.js';

testLessons({ width: 390, height: 844, touch: true, language: 'zh' });
