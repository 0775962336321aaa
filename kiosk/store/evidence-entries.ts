import type { JournalEntry, KeptFile } from '../../core/domain/evidence.ts';
import type { Db } from './open.ts';
import { outbox } from './outbox.ts';

/** Writes one journal entry into the evidence tables; entries that no table needs are passed over; a seal has its row in `outbox`. Call it inside a transaction, in the order of the journal. */
export function takeEntry(db: Db): (entry: JournalEntry) => void {
  const told = outbox(db);
  const segment = db.prepare(
    `insert or replace into evidenceSegment (id, seq, camera, fromAt, toAt, path, bytes, sha256, body)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const gap = db.prepare(
    `insert into evidenceGap (camera, fromAt, toAt, why, detail, seq) values (?, ?, ?, ?, ?, ?)
     on conflict (camera, fromAt) do update
     set toAt = excluded.toAt, why = excluded.why, detail = excluded.detail, seq = excluded.seq`,
  );
  const lesson = db.prepare(
    `insert or replace into evidenceLesson (class, date, no, fromAt, toAt, cameras, classEnds, seq)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const lessonFile = db.prepare(
    `insert or replace into evidenceFile (path, bytes, sha256, class, date, no) values (?, ?, ?, ?, ?, ?)`,
  );
  const picture = db.prepare(
    `insert or replace into evidenceFile (path, bytes, sha256, camera, trainee, capturedAt) values (?, ?, ?, ?, ?, ?)`,
  );
  const segmentState = db.prepare('update evidenceSegment set state = ? where path = ?');
  const fileState = db.prepare('update evidenceFile set state = ? where path = ?');
  const hold = db.prepare(
    'insert or replace into evidenceHold (hold, camera, fromAt, toAt, why, by) values (?, ?, ?, ?, ?, ?)',
  );
  const release = db.prepare('delete from evidenceHold where hold = ?');
  const settle = (state: 'lost' | 'deleted', files: readonly KeptFile[]): void => {
    for (const { path } of files) {
      segmentState.run(state, path);
      fileState.run(state, path);
    }
  };
  return (entry) => {
    switch (entry.kind) {
      case 'segment': {
        const { kind: _kind, seq, at: _at, ...body } = entry;
        const { id, camera, from, to, path, bytes, sha256 } = body;
        segment.run(id, seq, camera, from, to, path, bytes, sha256, JSON.stringify(body));
        break;
      }
      case 'gap':
        gap.run(entry.camera, entry.from, entry.to, entry.why, entry.detail, entry.seq);
        break;
      case 'lesson-closed': {
        const { class: code, date, no, from, to, cameras, classEnds, files, seq } = entry;
        lesson.run(code, date, no, from, to, JSON.stringify(cameras), classEnds, seq);
        for (const { path, bytes, sha256 } of files) lessonFile.run(path, bytes, sha256, code, date, no);
        told.put('lesson-sealed', { class: code, date, no, seq, files }, entry.at);
        break;
      }
      case 'correction':
        lessonFile.run(entry.path, entry.bytes, entry.sha256, entry.class, entry.date, entry.no);
        break;
      case 'picture': {
        const { path, bytes, sha256, camera, trainee, capturedAt } = entry;
        picture.run(path, bytes, sha256, camera, trainee, capturedAt);
        break;
      }
      case 'lost':
        settle('lost', [entry]);
        break;
      case 'deletion':
        settle('deleted', entry.files);
        break;
      case 'hold':
        hold.run(entry.hold, entry.camera, entry.from, entry.to, entry.why, entry.by);
        break;
      case 'hold-released':
        release.run(entry.hold);
        break;
      default:
        break;
    }
  };
}
