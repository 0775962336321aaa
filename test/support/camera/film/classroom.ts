import sharp from 'sharp';

/** The picture that seats are laid out for; other sizes are scaled from it. */
export const STAGE = { width: 1920, height: 1080 };
/** A person's patch on the stage. */
export const PATCH = { width: 300, height: 340 };

const COLUMNS = 4;
const CELL = { width: STAGE.width / COLUMNS, height: STAGE.height / 3 };

/** The upper left corner of the patch at seat 0 … 11 of the 4 × 3 grid, on the stage. */
export function seatCorner(seat: number): { x: number; y: number } {
  const column = seat % COLUMNS;
  const row = Math.floor(seat / COLUMNS);
  return {
    x: CELL.width * column + (CELL.width - PATCH.width) / 2,
    y: CELL.height * row + (CELL.height - PATCH.height) / 2,
  };
}

/** An empty classroom as PNG or JPEG: wall, board, windows, three rows of desks, drawn without any text. */
export async function emptyClassroom(width: number, height: number, format: 'png' | 'jpeg' = 'png'): Promise<Buffer> {
  const desks = [0, 1, 2].flatMap((row) =>
    [0, 1, 2, 3].map((column) => {
      const x = CELL.width * column + 40;
      const y = CELL.height * (row + 1) - 46;
      return `<rect x="${x}" y="${y}" width="400" height="30" rx="4" fill="#a9825a"/><rect x="${x}" y="${y + 30}" width="400" height="10" fill="#7c5d3e"/>`;
    }),
  );
  const windows = [20, 1800].map(
    (x) => `<rect x="${x}" y="60" width="100" height="560" fill="#cfe3ee" stroke="#8b8f90" stroke-width="8"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${STAGE.width} ${STAGE.height}">
    <defs><linearGradient id="wall" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#c9cbbf"/><stop offset="1" stop-color="#9c9a8c"/></linearGradient></defs>
    <rect width="${STAGE.width}" height="${STAGE.height}" fill="url(#wall)"/>
    <rect x="420" y="24" width="1080" height="250" fill="#3d5a4c" stroke="#8a6b48" stroke-width="12"/>
    ${windows.join('')}${desks.join('')}</svg>`;
  return sharp(Buffer.from(svg)).toFormat(format).toBuffer();
}
