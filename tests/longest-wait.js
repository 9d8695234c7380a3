/**
 * So long a test waits for what a browser should show, ms. It only bounds how late a failure is reported: on a busy machine of two slow
 * cores a page beside others was seen to take 40 seconds for what takes one alone.
 */
export const LONGEST_WAIT_MS = 120_000;
