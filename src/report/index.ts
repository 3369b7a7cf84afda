export { type MeasuredRun, measuresTable } from './measures.js';
export { columns, reportText } from './text.js';
