import { testLessonSight } from './lesson-sight.js';

testLessonSight({ width: 1440, height: 900, touch: false, language: 'en' });
