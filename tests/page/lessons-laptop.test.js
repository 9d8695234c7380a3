import { testLessons } from './lessons-done.js';

testLessons('laptop');
