import { type Look, looks, PAGE_FONTS } from './cell-look.ts';
import { MARGINS, printableWidthMm, scaleToWidth } from './paper.ts';
import type { Sheet } from './sheet.ts';

/**
 * The style sheet of a print page. Letters and heights are scaled like the columns, so that a form
 * wider than the paper keeps its proportions. All forms of one page share orientation and letters:
 * they are copies of one form.
 */
export function pageStyle(sheets: readonly Sheet[]): string {
  const [first] = sheets;
  if (first === undefined) return '';
  const same = sheets.every(({ reportId }) => reportId === first.reportId);
  const scale = scaleToWidth(first);
  const { top, right, bottom, left } = MARGINS;
  return `
@page {
  size: A4 ${first.orientation};
  margin: ${top}mm ${right}mm ${bottom}mm ${left}mm;
  @bottom-left { content: "${same ? `报告编号 ${first.reportId}` : ''}"; font: 7pt ${fonts()}; }
  @bottom-right { content: "第 " counter(page) " 页 共 " counter(pages) " 页"; font: 8pt ${fonts()}; }
}
:root { --scale: ${scale.toFixed(4)}; --body: calc(${first.bodyPt}pt*var(--scale)); }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #000; font: var(--body)/1.25 ${fonts()}; }
.form + .form { break-before: page; }
table { width: calc(100% - .4mm); margin: 0 .2mm; table-layout: fixed; border-collapse: collapse; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.foot { break-inside: avoid; }
th, td { padding: 0 .6mm; overflow-wrap: anywhere; white-space: pre-wrap; text-align: center; vertical-align: middle; font-weight: normal; }
h1 { font: inherit; margin: 0; }
${Object.entries(looks)
  .map(([kind, look]) => `.${kind} { ${declarations(look)} }`)
  .join('\n')}
.shaded { background: #ededed; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.mark, .daily, .figure, .code { padding: 0; }
.heading { padding: 0 .2mm; }
.upright { padding: 0; }
.upright span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }
td:has(img) { padding: 1mm; }
img { display: block; width: 100%; max-height: 48mm; object-fit: contain; }
@media screen {
  body { width: ${printableWidthMm(first.orientation)}mm; margin: ${top}mm auto; padding: 0 ${left}mm; }
}
`;
}

function declarations(look: Look): string {
  return [
    `text-align: ${look.across}`,
    `vertical-align: ${look.down}`,
    ...(look.bold ? ['font-weight: bold'] : []),
    ...(look.indent ? ['padding-left: 3mm'] : []),
    ...(look.ruled ? ['border: .2mm solid #000'] : []),
    ...(look.largerPt === 0 ? [] : [`font-size: calc(var(--body) + ${look.largerPt}pt*var(--scale))`]),
  ].join('; ');
}

function fonts(): string {
  return PAGE_FONTS.map((name) => (name === 'serif' ? name : `"${name}"`)).join(', ');
}
