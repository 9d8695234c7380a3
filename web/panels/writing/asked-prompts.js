import { sameEntries } from '../../ui/same-entries.js';

/** Prompts whose answers may still be on their way. */
const KEPT = 16;

/**
 * Which prompt an answer of the engine is about. While the next is worked out, the last one stays on screen together with its own
 * prompt, not with the one that has been typed since.
 */
export class AskedPrompts {
  /** @type {{ prompt: string, inputs: Int32Array }[]} the latest first */
  #asked = [];
  /** @type {{ prompt: string, inputs: Int32Array } | undefined} */
  #shown;

  /** @param {string} prompt @param {Int32Array} inputs as the engine is asked */
  ask(prompt, inputs) {
    if (this.#asked[0]?.prompt === prompt && sameEntries(this.#asked[0].inputs, inputs)) return;
    // What is on screen is known for as long as it stands there, however much is typed meanwhile.
    const others = this.#asked.filter((one, i) => i < KEPT || one === this.#shown);
    this.#asked = [{ prompt, inputs }, ...others];
  }

  /**
   * @template {{ value?: any, args: any }} Answer
   * @param {Answer | undefined} answer
   * @returns {{ prompt: string, inputs: Int32Array, value: any } | null} null where there is none to anything that was asked here
   */
  of(answer) {
    if (answer?.value === undefined) return null;
    const asked = this.#asked.find(({ inputs }) => sameEntries(inputs, answer.args.inputs));
    this.#shown = asked;
    return asked ? { ...asked, value: answer.value } : null;
  }
}
