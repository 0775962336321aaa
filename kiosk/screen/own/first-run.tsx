/** The one-time code for making the administrator, while there is none: on the kiosk's own screen only. */
export function FirstRunCode({ code }: { readonly code: string }): React.JSX.Element {
  return (
    <aside className="first-run" aria-label="初始化码">
      <p>第一次使用：在办公电脑上打开本机的 /office/，输入初始化码建立管理员</p>
      <p className="first-run-code">{code}</p>
    </aside>
  );
}
