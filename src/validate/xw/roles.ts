/** Which end of an Xw interface is the WT, as its messages tell: most may come from one of the two nodes alone (TS 36.463, 8.1). */
export interface Roles {
  /** The direction from the WT, once a message has told it. */
  readonly wtDirection: 0 | 1 | undefined;
  /** Whether the messages of both ends agree in it: from then on, one that does not is wrong, and changes nothing. */
  readonly isSure: boolean;
  /** A message came in this direction that this node alone may send. */
  take(sender: 'eNB' | 'WT', direction: 0 | 1): void;
}

/** The ends of an interface of which no message has come. */
export function newRoles(): Roles {
  /** By direction, how many more of its messages are those of a WT than those of an eNB. */
  const lead: [number, number] = [0, 0];
  let wtDirection: 0 | 1 | undefined;
  let isSure = false;
  return {
    get wtDirection() {
      return wtDirection;
    },
    get isSure() {
      return isSure;
    },
    take: (sender, direction) => {
      if (isSure) return;
      lead[direction] += sender === 'WT' ? 1 : -1;
      const [one, other] = lead;
      // What one end alone tells may be wrong, as long as the other tells nothing.
      if (one !== other) wtDirection = one > other ? 0 : 1;
      isSure = Math.sign(one) * Math.sign(other) < 0;
    },
  };
}
