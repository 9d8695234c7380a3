import { testLessons } from './lessons-done.js';

testLessons('phone');
