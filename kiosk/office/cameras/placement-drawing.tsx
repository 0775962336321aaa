import type { OfficeCamera, Placed } from '../../../core/contract/office/cameras.ts';
import { GRID } from '../../../core/domain/placement.ts';
import { partText, standingWords } from './words.ts';

/** The areas of a placement check drawn over the picture of its moment; rows as lines at the side. */
export function PlacementDrawing({
  camera,
  placed,
}: {
  readonly camera: Pick<OfficeCamera, 'id' | 'name'>;
  readonly placed: Placed;
}) {
  const { areas, rows } = placed.result;
  const count = (standing: keyof typeof standingWords): number =>
    areas.filter((area) => area.standing === standing).length;
  const summary = `${camera.name}的摆放检查：${areas.length} 个区域中，能认出 ${count('good')}，勉强 ${count('borderline')}，认不出 ${count('bad')}，未测到人 ${count('unknown')}`;
  return (
    <div className="placement-drawing" role="img" aria-label={summary}>
      <img
        src={`/api/cameras/${camera.id}/placement.jpg?at=${placed.at}`}
        alt=""
        width={placed.width}
        height={placed.height}
      />
      <div
        className="placement-grid"
        style={{ gridTemplateColumns: `repeat(${GRID.columns}, 1fr)`, gridTemplateRows: `repeat(${GRID.rows}, 1fr)` }}
      >
        {areas.map((area, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an area is its place in the picture
          <div key={at} className={`placement-area placement-${area.standing}`} title={partText(area)}>
            <span>
              {standingWords[area.standing]}
              {area.eyeDistance !== null && <b>{Math.round(area.eyeDistance)} px</b>}
            </span>
          </div>
        ))}
      </div>
      {rows.map(({ top, bottom, standing }, at) => (
        <div
          key={top}
          className={`placement-row placement-${standing}`}
          style={{ top: `${top * 100}%`, height: `${(bottom - top) * 100}%` }}
        >
          第 {at + 1} 排
        </div>
      ))}
    </div>
  );
}
