/** What shows a distribution, with the elements it needs: loaded together, see LaterParts. */
import { distributionPopoverDependencies } from './distribution-popover.js';

export { distributionPopover } from './distribution-popover.js';
export { distributionView } from './distribution-view.js';

export const dependencies = distributionPopoverDependencies;
