// A TypeScript program that uses <rnn-playground>: it is never run, only checked. What a line must not allow
// stands behind @ts-expect-error, so that types that are too loose fail, too.
import type { RnnPlaygroundElements, RnnPlaygroundStatus } from '../../../web/rnn-playground.js';

const element = document.createElement('rnn-playground');
element.hiddenSize = 8;
element.cell = 'lstm';
element.text = null;
element.panels = ['play', 'loss'];
element.loading = 'manual';
// @ts-expect-error a choice that there is not
element.cell = 'transformer';
// @ts-expect-error a number
element.hiddenSize = '8';
// @ts-expect-error the store is private
export const { store } = element;

element.addEventListener('rnn-progress', ({ detail }) => {
  const { epoch, loss }: RnnPlaygroundStatus = detail;
  console.log(epoch.toFixed(0), loss?.toFixed(3));
  // @ts-expect-error null before it is known
  console.log(loss.toFixed(3));
});
element.addEventListener('rnn-complete', ({ detail: { lesson } }) => console.log(lesson.length));

export async function use(): Promise<string> {
  await element.ready;
  const { reason } = await element.train({ epochs: 60 });
  // @ts-expect-error no such reason
  if (reason === 'tired') return '';
  const [next] = await element.predict('ab', { temperature: 0.7 });
  const text: string = await element.sample(next.token, { length: 20, strategy: 'greedy' });
  const bytes: Uint8Array = await element.save();
  await element.load(bytes);
  await element.setState(await element.getState());
  return text + (await element.link({ training: true }));
}

export const jsx: RnnPlaygroundElements['rnn-playground'] = {
  'hidden-size': 8,
  seed_hide: true,
  'onrnn-ready': () => {},
};
