import { testLessonSight } from './lesson-sight.js';

testLessonSight({ width: 390, height: 844, touch: true, language: 'zh' });
