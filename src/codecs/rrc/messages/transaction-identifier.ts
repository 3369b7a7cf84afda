import { integer } from '../../per/index.js';

/** RRC-TransactionIdentifier: the answer bears that of the request (TS 36.331, 6.3.6). */
export const RRCTransactionIdentifier = integer(0, 3);
