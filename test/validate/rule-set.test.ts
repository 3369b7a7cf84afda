import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/validate/index.js';

const namesIn = (folder: string): readonly string[] => readdirSync(new URL(folder, import.meta.url)).sort();
const ids = rules.map(({ id }) => id);

describe('the rules', () => {
  it('are each called by an id of their own', () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });

  it('are one a file', () => {
    const files = namesIn('../../src/validate/rules/').filter(name => name !== 'index.ts');
    expect(files).toEqual(ids.map(id => `${id}.ts`).sort());
  });

  it('have two small captures each, and there are no others', () => {
    const captures = namesIn('../../fixtures/rules/').filter(name => name !== 'README.md');
    const expected = ids.flatMap(id => [`${id}-broken.pcapng`, `${id}-sound.pcapng`]);
    expect(captures).toEqual(expected.sort());
  });

  it('are each held to their captures by a test', () => {
    const tests = namesIn('./rules/').filter(name => name.endsWith('.test.ts'));
    expect(tests).toEqual(ids.map(id => `${id}.test.ts`).sort());
  });
});

describe.each(rules)('$id', ({ id, clause, explanation }) => {
  it('is explained in two sentences', () => {
    const sentences = explanation.split(/(?<=[.?!]) (?=[A-Z])/);
    expect(sentences.length).toBe(2);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  it('names the standard that it is from', () => {
    // A limit is the caller's own.
    if (id === 'suspension') expect(clause).toContain('the caller sets');
    else expect(clause).toMatch(/^(TS \d\d\.\d{3}|IEEE 802\.11-2020), [A-Z\d]+/);
  });
});
