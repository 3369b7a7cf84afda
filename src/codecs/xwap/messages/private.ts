import { type Infer, sequence } from '../../per/index.js';
import { named, PrivateIEContainer } from '../containers.js';

/** Either way, of a content that the two nodes agree on. TS 36.463, 9.3. */
export const PrivateMessage = named('PrivateMessage', sequence({ privateIEs: PrivateIEContainer }, '...'));
export type PrivateMessage = Infer<typeof PrivateMessage>;
