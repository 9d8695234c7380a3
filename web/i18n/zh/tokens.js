/** 看不见的词元怎么称呼。 */

/** @type {import('../index.js').Strings} */
export default {
  'unit.characters': '字',
  'unit.words': '词',
  end: '句末',
  glue: '不空格',
  space: '空格',
  tab: '制表符',
  hardSpace: '不换行空格',
  wideSpace: '全角空格',
  spaces: '连续空格',
  other: '{token}',
};
