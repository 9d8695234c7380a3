/** What the element says before its language is loaded; `failed`: the rest of its code does not come. */
export default { start: 'Start', failed: 'This playground could not be loaded. It is tried again by itself.' };
