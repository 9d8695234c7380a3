export default {
  what: 'What am I looking at?',
};
