import { testLessonSight } from './lesson-sight.js';

testLessonSight({ width: 1366, height: 768, touch: false, language: 'en' });
