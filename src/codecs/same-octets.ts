/** Whether two octet strings that are no secret are the same; not where `a` is undefined. */
export const sameOctets = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
  a !== undefined && a.length === b.length && a.every((octet, i) => octet === b[i]);
