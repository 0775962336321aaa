import { useState } from 'react';
import type { OwnAnswer, OwnLesson, OwnRecord } from '../../../core/contract/screen-own.ts';

const REASONS = ['我一直在教室，没有认出我', '我到得比记录早', '我没有提前离开', '我请过假', '我刷脸时摄像头有问题'];

/** What one objects to: a reason by touch, more in one's own words where there is a keyboard. */
export function DisputeForm({
  lesson,
  send,
  onDone,
  onBack,
}: {
  readonly lesson: OwnLesson;
  readonly send: (text: string) => Promise<OwnAnswer>;
  readonly onDone: (record: OwnRecord) => void;
  readonly onBack: () => void;
}): React.JSX.Element {
  const [reason, choose] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const [said, setSaid] = useState<string | null>(null);
  const text = [reason, words.trim()].filter((part) => part !== null && part !== '').join('；');
  const submit = async (): Promise<void> => {
    const answer = await send(text);
    if (answer.ok) onDone(answer.record);
    else setSaid(answer.message);
  };
  return (
    <div className="dispute">
      <p>
        第{lesson.no}课时 · {lesson.word}：{lesson.why}
      </p>
      <div className="reasons" role="group" aria-label="选一个原因">
        {REASONS.map((each) => (
          <button
            key={each}
            type="button"
            className="button"
            aria-pressed={reason === each}
            onClick={() => choose(reason === each ? null : each)}
          >
            {each}
          </button>
        ))}
      </div>
      <label className="field">
        补充说明（可以不写）
        <textarea rows={2} maxLength={150} value={words} onChange={({ target }) => setWords(target.value)} />
      </label>
      {said !== null && (
        <p className="own-said" role="alert">
          {said}
        </p>
      )}
      <div className="dispute-buttons">
        <button type="button" className="button" onClick={onBack}>
          返回
        </button>
        <button type="button" className="button button-main" disabled={text.length < 2} onClick={() => void submit()}>
          提交，老师 3 个工作日内答复
        </button>
      </div>
    </div>
  );
}
