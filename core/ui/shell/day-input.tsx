import { DatePicker, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat';
import { useMemo } from 'react';
import 'dayjs/locale/zh-cn';

dayjs.extend(customParseFormat);
dayjs.locale('zh-cn');

interface Field {
  /** Given by the Form.Item around it. */
  readonly id?: string;
  readonly value?: string | null;
  readonly onChange?: (value: string) => void;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  readonly 'aria-label'?: string;
}

/** Beside its field, so that it lies in the same landmark and dialog. */
const nearby = (field: HTMLElement): HTMLElement => field.parentElement ?? document.body;

const DAY = 'YYYY-MM-DD';
/** What may be typed for a day, the first as it is shown. */
const DAYS = [DAY, 'YYYYMMDD', 'YYYY/M/D', 'YYYY.M.D', 'YYYY年M月D日', 'YYYY-M-D'];
const MINUTE = 'HH:mm';
const MINUTES = [MINUTE, 'HHmm', 'H:mm', 'H：mm'];

/** A day as `2026-10-08` (empty: none), chosen or typed; Chinese whatever the browser's language. */
export function DayInput({
  value = null,
  onChange,
  min,
  max,
  required = false,
  ...field
}: Field & {
  /** The first day that may be chosen. */
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  /** Whether it cannot be emptied. */
  readonly required?: boolean;
}) {
  const day = useParsed(value, DAY);
  return (
    <DatePicker
      className={required ? '' : 'wide'}
      allowClear={!required}
      getPopupContainer={nearby}
      format={DAYS}
      placeholder="年-月-日"
      value={day}
      onChange={(next: Dayjs | null) => onChange?.(next?.format(DAY) ?? '')}
      {...(min === undefined ? {} : { minDate: dayjs(min) })}
      {...(max === undefined ? {} : { maxDate: dayjs(max) })}
      {...field}
    />
  );
}

/** The first and the last day of a stretch, both belong to it. */
export type Days = readonly [from: string, to: string];

/** Two days as {@link DayInput} has one; never empty. */
export function DaysInput({
  value,
  onChange,
  ...field
}: Omit<Field, 'value' | 'onChange'> & { readonly value?: Days; readonly onChange?: (value: Days) => void }) {
  const [from, to] = [useParsed(value?.[0] ?? null, DAY), useParsed(value?.[1] ?? null, DAY)];
  const days = useMemo<[Dayjs | null, Dayjs | null]>(() => [from, to], [from, to]);
  return (
    <DatePicker.RangePicker
      getPopupContainer={nearby}
      format={DAYS}
      allowClear={false}
      value={days}
      onChange={(next) => {
        if (next?.[0] && next[1]) onChange?.([next[0].format(DAY), next[1].format(DAY)]);
      }}
      {...field}
    />
  );
}

/** A time of day as `08:30` (empty: none), chosen or typed. */
export function TimeInput({ value = null, onChange, ...field }: Field) {
  const time = useParsed(value, MINUTE);
  return (
    <TimePicker
      className="wide"
      getPopupContainer={nearby}
      panelRender={(panel) => <div ref={reachable}>{panel}</div>}
      format={MINUTES}
      placeholder="时:分"
      needConfirm={false}
      showNow={false}
      value={time}
      onChange={(next: Dayjs | null) => onChange?.(next?.format(MINUTE) ?? '')}
      {...field}
    />
  );
}

/** The columns of hours and minutes scroll: a keyboard reaches them too. */
function reachable(panel: HTMLElement | null): void {
  for (const column of panel?.querySelectorAll('ul') ?? []) column.tabIndex = 0;
}

/**
 * The same object as long as the text is the same: a picker that is given another one, though of the same time, forgets
 * what is being typed into it, and pages draw themselves anew all the time.
 */
function useParsed(value: string | null, format: string): Dayjs | null {
  return useMemo(() => {
    if (value === null || value === '') return null;
    const day = dayjs(value, format, true);
    return day.isValid() ? day : null;
  }, [value, format]);
}
