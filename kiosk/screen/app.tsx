import type { Screen } from './connection.ts';
import { Footer } from './footer.tsx';
import { GreetingBand } from './greeting-band.tsx';
import { Header } from './header.tsx';
import { useGreetings, useKioskNow, useView } from './hooks.ts';
import { lessonPhase } from './lesson-phase.ts';
import { Roster } from './roster.tsx';
import { Stage } from './stage.tsx';

/** The check-in screen: the class live, who has just been recognised, who is here, the lesson, and how the devices are. */
export function App({ screen }: { readonly screen: Screen }): React.JSX.Element {
  const view = useView(screen);
  const now = useKioskNow(view);
  const greetings = useGreetings(screen);
  const { state, link } = view;
  const phase = lessonPhase(state?.lesson ?? null, now ?? 0);
  return (
    <div className="screen" data-link={link.kind}>
      <Header state={state} now={now} />
      <main className="board">
        <Stage screen={screen} link={link} cameras={state?.cameras ?? null} />
        <GreetingBand shown={greetings} link={link} state={state} now={now} />
        <Roster state={state} phase={phase} stale={link.kind === 'offline'} />
      </main>
      <Footer state={state} link={link} />
    </div>
  );
}
