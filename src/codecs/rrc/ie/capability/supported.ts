import { enumerated, optional } from '../../../per/index.js';

/** `ENUMERATED {supported} OPTIONAL`, as most capabilities are. */
export const supported = optional(enumerated('supported'));
