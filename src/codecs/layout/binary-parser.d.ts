/**
 * The part of binary-parser that `compiled.ts` uses. Its own declarations do not resolve from an ES
 * module, and type every result `any`.
 */
declare module 'binary-parser' {
  type Integer = 'uint8' | 'uint16be' | 'uint16le' | 'uint32be' | 'uint32le' | 'uint64be' | 'uint64le';
  type Bits = `bit${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16}`;
  interface Options {
    readonly formatter?: (raw: unknown) => unknown;
  }
  type Primitives = { [K in Integer | Bits]: (name: string, options?: Options) => Parser };
  export interface Parser extends Primitives {
    endianness(order: 'big' | 'little'): Parser;
    buffer(name: string, options: { readonly length: number }): Parser;
    create(outermost: new () => object): Parser;
    nest(name: string, options: { readonly type: Parser }): Parser;
    compile(): void;
    parse(bytes: Uint8Array): { readonly fields: Record<string, unknown> };
  }
  export const Parser: new () => Parser;
}
