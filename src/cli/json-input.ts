/** `text` without the byte order mark that some editors put in front. */
export const withoutMark = (text: string): string => (text.startsWith('\ufeff') ? text.slice(1) : text);
