const INDENT = '  ';

/**
 * The text of `JSON.stringify(value, null, 2)` in pieces: one an item of a list, so that the text of a long one is never in
 * memory as a whole. A list is any iterable.
 */
export function* jsonPieces(value: object, indent = ''): Generator<string> {
  const inner = indent + INDENT;
  const text = (item: unknown): string => JSON.stringify(item, null, INDENT).replaceAll('\n', `\n${inner}`);
  let before = '';
  if (isIterable(value)) {
    yield '[';
    for (const item of value) {
      yield `${before}\n${inner}${text(item)}`;
      before = ',';
    }
    yield before === '' ? ']' : `\n${indent}]`;
    return;
  }
  yield '{';
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined) continue;
    yield `${before}\n${inner}${JSON.stringify(name)}: `;
    before = ',';
    if (typeof item === 'object' && item !== null) yield* jsonPieces(item, inner);
    else yield text(item);
  }
  yield before === '' ? '}' : `\n${indent}}`;
}

const isIterable = (value: object): value is Iterable<unknown> => Symbol.iterator in value;
