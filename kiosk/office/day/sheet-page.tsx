import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Empty, Modal } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { type LessonView, lessonViewSchema } from '../../../core/contract/office/day.ts';
import { SHEET, type SheetCell, sheetLayout } from '../../../core/domain/contact-sheet.ts';
import { get } from '../../../core/ui/shell/api.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import { timeText } from '../../../core/ui/shell/time.ts';
import { Loaded } from '../../../core/ui/shell/trouble.tsx';
import { Around } from './around.tsx';
import { minuteText } from './words.ts';
import './day.css';

/** A lesson at a glance: six pictures of each camera; each opens its whole frame and the video around it. */
export function SheetPage() {
  const { code = '', date = '', no = '' } = useParams();
  const lesson = useQuery({
    queryKey: ['lesson', code, date, no],
    queryFn: ({ signal }) =>
      get(`/classes/${encodeURIComponent(code)}/lessons/${date}/${no}`, lessonViewSchema, signal),
  });
  return (
    <Loaded of={lesson}>
      {(view) => {
        const { className, from, to, state } = view.lesson;
        return (
          <>
            <Heading
              title={`画面一览 · ${date} 第${no}课时`}
              about={
                <>
                  {className} {minuteText(from)}–{minuteText(to)} · <Link to={`/day/${date}`}>回到这一天</Link> ·{' '}
                  <Link to={`/classes/${encodeURIComponent(code)}/months/${date.slice(0, 7)}`}>
                    回到 {date.slice(0, 7)} 考勤
                  </Link>
                </>
              }
              actions={
                <Button href={sheetOf(view)} download={`${date} 第${no}课时 画面一览.jpg`}>
                  下载图片
                </Button>
              }
            />
            {state === 'toCome' ? (
              <Empty description="这节课还没有开始" />
            ) : view.cameras.length === 0 ? (
              <Empty description="这个班没有摄像机" />
            ) : (
              <Sheet view={view} />
            )}
          </>
        );
      }}
    </Loaded>
  );
}

type Camera = LessonView['cameras'][number];

function Sheet({ view }: { readonly view: LessonView }) {
  const { lesson, cameras } = view;
  const [shown, show] = useState<SheetCell<Camera> | null>(null);
  const [missing, setMissing] = useState(false);
  const { width, height, cells } = sheetLayout(cameras, { from: lesson.from, to: lesson.to });
  const share = (part: number, whole: number): string => `${(100 * part) / whole}%`;
  if (missing) return <Alert type="error" showIcon title="画面一览没有取到，请刷新页面再试" />;
  return (
    <>
      <p>每个摄像机在这节课里均匀取六张。点一张看整幅画面和前后的录像。</p>
      <div className="sheet" style={{ aspectRatio: `${width} / ${height}` }}>
        <img src={sheetOf(view)} alt={`${lesson.date} 第${lesson.no}课时的画面一览`} onError={() => setMissing(true)} />
        {cells.map((cell) => (
          <button
            key={`${cell.camera.id} ${cell.at}`}
            type="button"
            className="sheet-cell"
            aria-label={`${cell.camera.name} ${timeText(cell.at)} 看整幅画面`}
            style={{
              left: share(cell.left, width),
              top: share(cell.top, height),
              width: share(SHEET.cell.width, width),
              height: share(SHEET.cell.height, height),
            }}
            onClick={() => show(cell)}
          >
            <span>{timeText(cell.at)}</span>
          </button>
        ))}
      </div>
      <Modal
        open={shown !== null}
        onCancel={() => show(null)}
        footer={null}
        width={960}
        title={shown === null ? '' : `${shown.camera.name} ${timeText(shown.at)}`}
        destroyOnHidden
      >
        {shown !== null && <Around camera={shown.camera} at={shown.at} />}
      </Modal>
    </>
  );
}

const sheetOf = ({ lesson: { class: code, date, no } }: LessonView): string =>
  `/api/classes/${encodeURIComponent(code)}/lessons/${date}/${no}/sheet`;
