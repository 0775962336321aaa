import { useState } from 'react';
import { CallBand } from './call-band.tsx';
import { useCallSound } from './call-sound.ts';
import type { Screen } from './connection.ts';
import { Footer } from './footer.tsx';
import { GreetingBand } from './greeting-band.tsx';
import { Header } from './header.tsx';
import { useGreetings, useKioskNow, useView } from './hooks.ts';
import { lessonPhase } from './lesson-phase.ts';
import { CheckInPanel } from './own/check-in-panel.tsx';
import { FirstRunCode } from './own/first-run.tsx';
import { type Asking, OwnPanel } from './own/own-panel.tsx';
import { Roster } from './roster.tsx';
import { Stage } from './stage.tsx';

/** The check-in screen: the class live, who has just been recognised, who is here, the lesson, and how the devices are. */
export function App({ screen }: { readonly screen: Screen }): React.JSX.Element {
  const view = useView(screen);
  const now = useKioskNow(view);
  const greetings = useGreetings(screen);
  const { state, link } = view;
  const call = state?.call ?? null;
  useCallSound(call);
  const phase = lessonPhase(state?.lesson ?? null, now ?? 0);
  const [open, setOpen] = useState<Asking | 'check-in' | null>(null);
  const close = (): void => setOpen(null);
  return (
    <div className="screen" data-link={link.kind}>
      <Header state={state} now={now} />
      <main className="board">
        <Stage screen={screen} link={link} cameras={state?.cameras ?? null} />
        {call === null || link.kind !== 'online' ? (
          <GreetingBand shown={greetings} link={link} state={state} now={now} />
        ) : (
          <CallBand call={call} now={now} />
        )}
        <Roster
          state={state}
          phase={phase}
          stale={link.kind === 'offline'}
          onTap={({ id, name }) => setOpen({ trainee: id, name })}
        />
      </main>
      <Footer
        state={state}
        link={link}
        onOwn={() => setOpen({ trainee: null, name: null })}
        onCheckIn={() => setOpen('check-in')}
      />
      {view.firstRun !== null && <FirstRunCode code={view.firstRun} />}
      {open === 'check-in' && <CheckInPanel screen={screen} onClose={close} />}
      {open !== null && open !== 'check-in' && <OwnPanel screen={screen} asking={open} onClose={close} />}
    </div>
  );
}
