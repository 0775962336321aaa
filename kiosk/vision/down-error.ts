import { ZaikeError } from '../../core/domain/errors.ts';

/** Why it cannot run for good, and what to do (zh-CN); by the code of the end. */
const WORDS: Readonly<Record<string, string>> = {
  'model-missing': '缺少模型文件，请管理员运行 npm run models',
  'model-hash': '模型文件与清单（models/manifest.json）不符，未加载，请管理员删除该文件后运行 npm run models',
  'model-unfit': '模型与清单（models/manifest.json）所写的种类或尺寸不符，请管理员查看运行日志',
  'model-manifest': '模型清单（models/manifest.json）有误，请管理员查看运行日志',
  'site-thresholds': '本场所的阈值文件（site-thresholds.json）有误，请管理员删除后重新校准',
  'site-thresholds-model': '本场所的阈值是用别的模型测得的，请管理员重新运行 npm run evaluate -- --calibrate',
  'runtime-missing': '识别程序在本机无法加载，请管理员查看运行日志',
};

/**
 * `vision-down` for who waits at a page, of the code of a life's end and whether another life follows.
 * The end's own words are the log's: paths and shapes help nobody there.
 */
export function downError({ code, retry }: { readonly code: string; readonly retry: boolean }): ZaikeError {
  const words = WORDS[code] ?? (retry ? '正在重新启动，请稍候再试' : '请管理员查看运行日志');
  return new ZaikeError(`人脸识别没有运行：${words}`, { code: 'vision-down', retry, facts: { cause: code } });
}
