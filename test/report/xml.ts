/** An element of an XML document. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  /** Of itself, without that of its children. */
  readonly text: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function unescaped(text: string): string {
  if (/[<]|&(?!(amp|lt|gt|quot|#10);)/.test(text)) throw new Error(`not escaped: ${text}`);
  return text.replace(/&(#10|\w+);/g, (_, name: string) => (name === '#10' ? '\n' : entities[name]!));
}

/** Reads what JUnit XML is made of: a declaration, elements, attributes, text. @throws Error for what is not well-formed */
export function parseXml(document: string): Element {
  // XML 1.0, 2.2: the characters that a document may hold.
  if (!/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(document))
    throw new Error('a character that XML does not allow');
  const body = document.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '');
  type Open = { name: string; attributes: Record<string, string>; children: Open[]; text: string };
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const open: Open[] = [root];
  let at = 0;
  for (const [tag, close, name, attributes, empty] of body.matchAll(
    /<(\/?)([\w-]+)((?: [\w-]+="[^"<]*")*)(\/?)>|<|[^<]+/g,
  )) {
    at += tag.length;
    const top = open.at(-1)!;
    if (name === undefined) {
      if (tag === '<') throw new Error(`no tag at ${at}`);
      top.text += unescaped(tag);
    } else if (close === '/') {
      if (top.name !== name) throw new Error(`</${name}> ends ${top.name}`);
      open.pop();
    } else {
      const element: Open = { name, attributes: {}, children: [], text: '' };
      for (const [, key, value] of attributes!.matchAll(/ ([\w-]+)="([^"]*)"/g)) {
        if (key! in element.attributes) throw new Error(`${key} twice`);
        element.attributes[key!] = unescaped(value!);
      }
      top.children.push(element);
      if (empty !== '/') open.push(element);
    }
  }
  if (open.length !== 1 || root.children.length !== 1 || root.text.trim() !== '')
    throw new Error('not one element');
  return root.children[0]!;
}
