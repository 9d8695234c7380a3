/** Why a model file is refused. The first group is about the safetensors container, the second about the model in it, the third about what the page keeps in it. */
import { EngineError } from '../errors.js';

const sentences = Object.freeze({
  'not-safetensors': 'the file is not a safetensors file',
  'file-too-short': "the file is shorter than the 8 bytes that give the header's length",
  'header-over-limit': 'the header is longer than 100 MB',
  'header-beyond-file': 'the header is longer than the file',
  'header-not-json': 'the header is not valid JSON',
  'header-not-object': 'the header is not a JSON object that begins with its first byte',
  'duplicate-key': 'the key stands twice in one object',
  'bad-metadata': 'the metadata is not an object whose values are all strings',
  'bad-entry': 'the tensor is not described by exactly dtype, shape and data_offsets',
  'unknown-type': 'the dtype is none of U8, I32, I64, U64, F32, F64',
  'bad-shape': 'the shape is not a list of at most 8 non-negative integers',
  'shape-overflow': 'the shape has more elements than can be counted',
  'bad-offsets': 'the data offsets are not two non-negative integers, begin and end',
  'offsets-reversed': 'the data end before they begin',
  'offsets-out-of-range': 'the data end beyond the file',
  'size-mismatch': 'the data are not as many bytes as the shape and the dtype need',
  overlap: 'the data overlap those of another tensor',
  hole: 'bytes that belong to no tensor lie before the data',
  'trailing-bytes': 'bytes that belong to no tensor follow the last one',

  'not-a-model': 'the file does not say that it is an rnn-playground model',
  'unknown-version': 'the file has a version that this program does not know',
  'bad-json': 'the text is not the JSON that is expected here',
  'bad-setting': 'the setting is missing, unknown or out of its range',
  'bad-tokens': 'the tokens are not as many strings as the vocabulary has',
  'missing-tensor': 'the tensor is missing',
  'unexpected-tensor': 'the tensor does not belong to this model',
  'wrong-type': 'the tensor has another dtype than the model needs',
  'wrong-shape': 'the tensor has another shape than the model needs',
  'bad-value': 'the tensor holds a value that cannot be',
  'weights-only': 'the file holds the weights alone, so there is nothing to go on training with',

  'bad-samples': 'the samples in it are not a list of texts, each of a later step than the one before',
  'no-text': 'the file was saved without the text that its data were made from',
  'other-tokens': 'the text in the file does not give the tokens that the network in it was trained on',
});

/** @typedef {keyof typeof sentences} FileProblem a word for programs and translations, in `details.problem` */

/**
 * @param {FileProblem} problem
 * @param {string} [subject] the invalid tensor, key or setting; empty for the whole file
 * @returns {EngineError} its message begins with the subject
 */
export function fileError(problem, subject = '') {
  const sentence = sentences[problem];
  return new EngineError('badFile', subject ? `${subject}: ${sentence}` : sentence, { problem, subject });
}
