import { PageHeader } from './page-header.js';
import { SkipLinks } from './skip-links.js';

export const headerParts = { 'rnn-skip-links': SkipLinks, 'rnn-page-header': PageHeader };
