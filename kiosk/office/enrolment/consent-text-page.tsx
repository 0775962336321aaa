import { Button } from 'antd';
import { currentConsentText } from '../../../core/contract/office/consent-text.ts';
import { Heading } from '../../../core/ui/shell/heading.tsx';
import './enrolment.css';

/** The consent text as the office prints it, for one person to sign. */
export function ConsentTextPage() {
  const { title, version, sections, declaration } = currentConsentText;
  return (
    <>
      <div className="no-print">
        <Heading
          title="人脸信息同意书"
          about="打印后由本人签名，原件由机构保存；再到人脸登记页登记同意"
          actions={
            <Button type="primary" onClick={() => window.print()}>
              打印
            </Button>
          }
        />
      </div>
      <article className="consent-text">
        <h2>{title}</h2>
        <p className="consent-version">文本版本 {version}</p>
        {sections.map(({ heading, text }) => (
          <section key={heading}>
            <h3>{heading}</h3>
            <p>{text}</p>
          </section>
        ))}
        <p className="consent-declaration">{declaration}</p>
        <p className="consent-sign">
          <span>姓名：</span>
          <span>签名：</span>
          <span>日期：　　年　　月　　日</span>
        </p>
        <p className="consent-sign">
          <span>班级编号：</span>
          <span>监护人签名（不满十四周岁）：</span>
        </p>
      </article>
    </>
  );
}
