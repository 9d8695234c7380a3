export default {
  what: '这是在看什么？',
};
