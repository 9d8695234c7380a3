/** Defines the guide, which stands in the page's template from the beginning. */
import { defineElement } from '../ui/element.js';
import { LessonGuide } from './lesson-guide.js';

defineElement('rnn-lesson-guide', LessonGuide);
