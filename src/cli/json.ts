const INDENT = 2;

/** Items of a list whose text is made at a time: of keys, some 64 KB. */
const BATCH = 256;

/**
 * The text of `JSON.stringify(value, null, 2)` in pieces: of a list, that of many items at a time, so that the text of a long
 * one is never in memory as a whole. A list is any iterable.
 */
export function* jsonPieces(value: object, depth = 0): Generator<string> {
  const end = `\n${' '.repeat(INDENT * depth)}`;
  if (isIterable(value)) {
    let isEmpty = true;
    for (const batch of batches(value)) {
      // Apart from the text of the items, which a template would copy.
      yield isEmpty ? '[' : ',';
      yield itemsText(batch, depth);
      isEmpty = false;
    }
    yield isEmpty ? '[]' : `${end}]`;
    return;
  }
  let before = '{';
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    yield `${before}${end}${' '.repeat(INDENT)}${JSON.stringify(name)}: `;
    before = ',';
    if (typeof item === 'object' && item !== null) yield* jsonPieces(item, depth + 1);
    else yield JSON.stringify(item);
  }
  yield before === '{' ? '{}' : `${end}}`;
}

const isIterable = (value: object): value is Iterable<unknown> => Symbol.iterator in value;

function* batches(items: Iterable<unknown>): Generator<readonly unknown[]> {
  let batch: unknown[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/**
 * The text of the items of a list that is as deep in others as `depth` says, without the brackets: written as if it were in
 * that many lists, to be indented as far.
 */
function itemsText(items: readonly unknown[], depth: number): string {
  let nested = items;
  /** Octets of `[` or `]`, of the line break and of the indentation, of all lists together. */
  let around = 1;
  for (let level = 1; level <= depth; level++) {
    nested = [nested];
    around += 2 + INDENT * level;
  }
  return JSON.stringify(nested, null, INDENT).slice(around, -around - 1);
}
