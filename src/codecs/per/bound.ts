/** The lower bound of a range without one: `INTEGER (MIN..10)`. */
export const MIN = 'MIN';
/** The upper bound of a range without one: `INTEGER (0..MAX)`. */
export const MAX = 'MAX';
/** The extension marker, as ASN.1 writes it. */
export type Marker = '...';
