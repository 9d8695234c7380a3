/** The popovers of the panel, with the elements they need: loaded together, see LaterParts. */
import { distributionPopoverDependencies } from '../shared/distribution-popover.js';
import { unitsPopoverDependencies } from './units-popover.js';

export { distributionPopover } from '../shared/distribution-popover.js';
export { unitsPopover } from './units-popover.js';

export const dependencies = { ...distributionPopoverDependencies, ...unitsPopoverDependencies };
