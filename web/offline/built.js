/** What the build knows of the page; it puts another text in the place of this one. The sources, as `npm run dev` serves them, have none of it. */

/** Address of the service worker, relative to the page; '' where there is none, as in the page that is one file. */
export const SERVICE_WORKER = '';

/** The script that the page begins with. Its name has a hash of all that it loads, so it stands for a version. */
export const ENTRY = '';

/**
 * Files of the page. revision: a hash, of those whose name has none; integrity: as of a script in HTML.
 * @type {readonly { url: string, revision: string | null, integrity?: string }[]}
 */
export const FILES = [];
