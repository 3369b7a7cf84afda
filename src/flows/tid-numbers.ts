/** One entry of {@link TidNumbers}. */
interface Entry {
  readonly tid: number;
  value: number;
  readonly next: Entry | undefined;
}

/**
 * A number for each TID that is met. A list and not a Map or an array by TID, as there are many thousands of these, and most
 * hold one number or two.
 */
export class TidNumbers {
  #first: Entry | undefined;

  /** The number of `tid`; undefined where none has been set. */
  get(tid: number): number | undefined {
    return this.#entryOf(tid)?.value;
  }

  set(tid: number, value: number): void {
    const entry = this.#entryOf(tid);
    if (entry === undefined) this.#first = { tid, value, next: this.#first };
    else entry.value = value;
  }

  #entryOf(tid: number): Entry | undefined {
    let entry = this.#first;
    while (entry !== undefined && entry.tid !== tid) entry = entry.next;
    return entry;
  }
}
