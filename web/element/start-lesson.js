/** Starts a lesson, whose words are loaded; loaded with the first one. */
import { LessonGuide } from '../lessons/lesson-guide.js';
import { lessons } from '../lessons/lessons.js';
import { defineElement } from '../ui/element.js';

/** @typedef {import('./playground-view.js').PlaygroundView} PlaygroundView */

/** @param {PlaygroundView} view @returns {LessonGuide | null} null until the first lesson has been started */
const guideOf = (view) => /** @type {LessonGuide | null} */ (view.renderRoot.querySelector('rnn-lesson-guide:defined'));

/**
 * @param {PlaygroundView} view
 * @param {string} [lesson] its id; default: the first
 */
export async function startLesson(view, lesson) {
  const { store } = view;
  if (!store) return;
  const choices = lessons.map(({ id }) => id);
  if (lesson !== undefined && !choices.includes(lesson))
    return view.warn({ code: 'notAChoice', setting: 'lesson', value: lesson, choices });
  defineElement('rnn-lesson-guide', LessonGuide);
  const guide = guideOf(view);
  // It has its properties with its first update.
  await guide?.updateComplete;
  if (view.store === store) guide?.start(lesson);
}
