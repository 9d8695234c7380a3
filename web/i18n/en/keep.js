/** What is kept in this browser: experiments, and what can go wrong with them. */

export default /** @satisfies {import('../index.js').Strings} */ ({
  recovered: ({ step, lost }, f) =>
    `The training engine stopped unexpectedly. A new one has gone on from update ${f.integer(step)}${lost > 0 ? ' and makes the few updates since then once more' : ''}; nothing else is lost.`,
  copied: 'This experiment is open in another tab, too. This tab goes on with a copy of its own.',
  damaged: 'A part of what this browser had kept could not be read back. It has been left out; the rest is here.',
  missed:
    'What this browser had kept did not come in time, so the page has begun anew. It is not lost: see My experiments under File.',
  full: 'This browser has no room left to keep your work. Delete experiments under File, or save the network as a file; otherwise it is gone when you close this tab.',
  blocked:
    'This browser does not let the page keep anything. Everything works, but it is gone when you close this tab; save the network as a file if you need it.',
  forgotten:
    'Everything that was kept here has been deleted. What you do now is not kept until you load the page again.',
  dismiss: 'OK',
  heading: 'My experiments',
  lede: 'Kept in this browser only, with text, settings and network, as you left them.',
  empty: 'There is no other experiment yet. Open a link, or duplicate this one.',
  present: 'open here',
  elsewhere: 'open in another tab',
  untitled: '(no text)',
  facts: ({ cell, units, epoch }, f) =>
    `${cell}, ${f.plural(units, { one: '1 unit', other: `${f.integer(units)} units` })}, ${f.plural(epoch, { one: '1 epoch', other: `${f.integer(epoch)} epochs` })}`,
  loss: 'loss {loss}',
  curve: 'Loss curve, ending at {loss}',
  open: 'Open',
  openOf: 'Open “{name}”',
  rename: 'Rename',
  renameOf: 'Rename “{name}”',
  name: 'New name',
  keepName: 'Save the name',
  cancel: 'Cancel',
  duplicate: 'Duplicate',
  duplicateOf: 'Duplicate “{name}”',
  copyName: 'Copy of {name}',
  delete: 'Delete',
  deleteOf: 'Delete “{name}”',
  deleted: '“{name}” has been deleted.',
  undo: 'Undo',
  duplicated: '“{name}” has been added.',
  renamed: 'It is called “{name}” now.',
  forget: 'Forget everything…',
  forgetAsk: 'All experiments kept in this browser are deleted, this one included, and nothing can bring them back.',
  forgetNow: 'Delete everything',
  failed: 'The browser refused, so this was not done. Try again.',
  unreadable: 'The browser could not read the list of what it keeps. Close it and try again.',
  close: 'Close',
});
