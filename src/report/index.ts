export { columns, reportText } from './text.js';
