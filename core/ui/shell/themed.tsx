import { LoadingOutlined } from '@ant-design/icons';
import { App, ConfigProvider, theme } from 'antd';
import zhCN from 'antd/locale/zh_CN';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { applyTheme, otherTheme, rememberedTheme, type Theme } from '../theme.ts';

interface Brightness {
  readonly dark: boolean;
  readonly turn: () => void;
}

const BrightnessContext = createContext<Brightness>({ dark: false, turn: () => undefined });

/** Whether the office is dark now, and turning it over. */
export const useBrightness = (): Brightness => useContext(BrightnessContext);

/**
 * antd in Chinese, dark or light as chosen on this device (at first as the device has it); nothing moves for people who
 * asked their device for less motion.
 */
export function Themed({ children }: { readonly children: ReactNode }) {
  const [chosen, choose] = useState<Theme>(rememberedTheme);
  const device = useDevice('(prefers-color-scheme: dark)');
  const calm = useDevice('(prefers-reduced-motion: reduce)');
  const dark = chosen === 'auto' ? device : chosen === 'dark';
  useEffect(() => applyTheme(chosen), [chosen]);
  const brightness = useMemo(() => ({ dark, turn: () => choose(otherTheme(chosen)) }), [dark, chosen]);
  return (
    <ConfigProvider
      locale={zhCN}
      button={{ autoInsertSpace: false, loadingIcon: LOADING }}
      form={{ scrollToFirstError: { focus: true, block: 'center' } }}
      theme={{
        algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
        token: { ...(dark ? DARK : LIGHT), motion: !calm },
        ...(dark ? { components: { Menu: { itemSelectedColor: '#a9cbff' } } } : {}),
      }}
    >
      <BrightnessContext value={brightness}>
        <App component={false}>{children}</App>
      </BrightnessContext>
    </ConfigProvider>
  );
}

/**
 * What a button shows while its work runs. antd's own grows and shrinks by a CSS transition and is removed when that
 * ends; of an answer that comes before it has grown there is no transition and no end, and the button stays "loading".
 */
const LOADING = <LoadingOutlined aria-label="正在处理" />;

/** Grey text dark enough for WCAG AA (4.5 to 1), which antd's own is not. */
const LIGHT = {
  colorPrimary: '#1559c7',
  colorLink: '#1559c7',
  colorLinkHover: '#0d418f',
  colorTextSecondary: 'rgba(0,0,0,0.68)',
  colorTextTertiary: 'rgba(0,0,0,0.62)',
  colorTextDescription: 'rgba(0,0,0,0.62)',
  colorTextPlaceholder: 'rgba(0,0,0,0.56)',
  colorSuccess: '#237804',
  colorWarning: '#ad5700',
  colorError: '#cf1322',
  colorInfo: '#1559c7',
  // Under the mouse darker, where antd's are lighter: white on them is read there too.
  colorPrimaryHover: '#0d418f',
  colorErrorHover: '#a8071a',
  // antd derives these from the colours above, too dark for text on them.
  colorSuccessBg: '#f6ffed',
  colorWarningBg: '#fffbe6',
  colorErrorBg: '#fff2f0',
  colorInfoBg: '#e6f4ff',
  fontSize: 15,
};
const DARK = {
  colorPrimary: '#5b9bff',
  colorLink: '#8ab8ff',
  colorInfo: '#7db0ff',
  colorError: '#ff7875',
  colorLinkHover: '#b9d4ff',
  colorTextLightSolid: '#06121f',
  colorTextSecondary: 'rgba(255,255,255,0.75)',
  colorTextTertiary: 'rgba(255,255,255,0.68)',
  colorTextDescription: 'rgba(255,255,255,0.68)',
  colorTextPlaceholder: 'rgba(255,255,255,0.55)',
  // An unchosen radio is nothing but its border: 3 to 1 at least.
  colorBorder: '#757575',
  fontSize: 15,
};

/** Whether the device has it so, now and when that changes. */
function useDevice(media: string): boolean {
  const query = useMemo(() => matchMedia(media), [media]);
  const [matches, setMatches] = useState(query.matches);
  useEffect(() => {
    const told = (): void => setMatches(query.matches);
    query.addEventListener('change', told);
    return () => query.removeEventListener('change', told);
  }, [query]);
  return matches;
}
